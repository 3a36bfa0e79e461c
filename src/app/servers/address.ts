/** What a typed address means: where the server is, or why it cannot be one. */
export type TypedAddress =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly why: 'empty' | 'not-an-address' | 'own-address' }

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Reads an address as people paste it: `127.0.0.1:8188`, `gpu-box`, `https://…/proxy/`. Without a scheme it is plain
 * http, as ComfyUI serves it. `page` is the address of this program, which is no server of pictures.
 */
export function readAddress(text: string, page: string): TypedAddress {
  const typed = text.trim()
  if (typed === '') return { ok: false, why: 'empty' }
  if (/\s/.test(typed)) return { ok: false, why: 'not-an-address' }
  const full = SCHEME.test(typed) ? typed : `http://${typed}`
  const url = URL.canParse(full) ? new URL(full) : undefined
  if (!url || url.hostname === '' || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return { ok: false, why: 'not-an-address' }
  if (isSame(url, new URL(page))) return { ok: false, why: 'own-address' }
  return { ok: true, url: full }
}

function isSame(a: URL, b: URL): boolean {
  const port = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80')
  const hosts = a.hostname === b.hostname || (LOOPBACK.has(a.hostname) && LOOPBACK.has(b.hostname))
  return hosts && port(a) === port(b)
}
