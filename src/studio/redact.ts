const GONE = '[removed]'
const SECRET_NAME =
  /^(proxy-)?authorization$|cookie|token|secret|passw|passphrase|credential|api[-_ ]?key|x-.*-key$|^headers$/i
/** Shorter values would take ordinary words along. */
const SHORTEST_SECRET = 4
const DEEPEST = 40

/** Takes out of a value whatever may be a secret or a person's name. `secrets` are values that must not appear anywhere. */
export function redact(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return GONE
  if (Array.isArray(value)) return value.map((one) => redact(one, secrets, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      redactText(name, secrets),
      SECRET_NAME.test(name) ? GONE : redact(one, secrets, depth + 1),
    ]),
  )
}

/** The same for a text: logins and queries of addresses, login headers, user names in paths, and the secrets themselves. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  return cutSecrets(text, secrets)
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>]*@/gi, '$1')
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, `$1?${GONE}`)
    .replace(/([?&][\w.~-]*(?:token|key|secret|passw\w*|auth|sig\w*)=)[^&\s"'<>]*/gi, `$1${GONE}`)
    .replace(/\b(bearer|basic|digest|negotiate)\s+[\w.~+/=:-]{4,}/gi, `$1 ${GONE}`)
    .replace(
      /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|api[-_]?key|access[-_]?token|token|secret|password)(["']?\s*[:=]\s*["']?)(?!\[|bearer|basic|digest|negotiate)[^\s"',;&}]+/gi,
      `$1$2${GONE}`,
    )
    .replace(
      /([/\\]+(?:home|users|documents and settings)[/\\]+)[^/\\\s"'<>:]+(?: [^/\\\s"'<>:]+(?=[/\\]))*/gi,
      `$1${GONE}`,
    )
}

function cutSecrets(text: string, secrets: readonly string[]): string {
  // The longest first: one may be a part of another.
  const known = secrets.filter((one) => one.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length)
  return known.reduce((rest, secret) => rest.replaceAll(secret, GONE), text)
}
