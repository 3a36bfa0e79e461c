const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "font-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

// Only features that every current Chromium knows: an unknown name would be reported in the console of the page.
const featuresOff = [
  'camera',
  'display-capture',
  'geolocation',
  'microphone',
  'midi',
  'payment',
  'usb',
  'serial',
  'hid',
  'publickey-credentials-get',
]

const shared = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const

/** Headers of every answer that is Framewright's own: page, assets, JSON routes, refusals. */
export const ownSecurityHeaders: Readonly<Record<string, string>> = {
  ...shared,
  'content-security-policy': pagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': featuresOff.map((name) => `${name}=()`).join(', '),
}

/** Headers that make whatever a target answers inert below our origin: no script, no frame, no sniffing. */
export const foreignSecurityHeaders: Readonly<Record<string, string>> = {
  ...shared,
  'content-security-policy': "sandbox; default-src 'none'",
  'content-disposition': 'attachment',
}
