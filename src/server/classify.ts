/** What one look at `/system_stats` of a target showed; raw enough for others to draw their own conclusions. */
export type Observation = {
  /** How far it came: no connection, connected without an answer, answer begun, all of it read. */
  phase: 'connect' | 'answer' | 'body' | 'done'
  status?: number
  contentType?: string
  body?: 'json' | 'html' | 'empty' | 'other'
  /** The system's word (ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED …), `connect-timeout`, `timeout` or `too-large`. */
  errorCode?: string
  isTlsError?: boolean
  /** The Server header. */
  server?: string
  /** Host and path that the target sends callers on to, without the query. */
  location?: string
  /** Scheme of the login that the target asks for, such as Basic. */
  authenticate?: string
  /** Access-Control-Allow-Origin: `*` means that every web page may use this server. */
  corsOrigin?: string
  /** The parsed answer, when it has the shape of ComfyUI's. */
  systemStats?: unknown
  milliseconds: number
}

/** What an observation comes down to. */
export type TargetState =
  | 'checking'
  | 'ok'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'login'
  | 'forbidden'
  | 'redirect'
  | 'html'
  | 'not-comfyui'
  | 'server-error'

/** The state that an observation stands for. */
export function classify(seen: Observation): TargetState {
  if (seen.errorCode !== undefined) return classifyError(seen.errorCode, seen.isTlsError === true)
  const status = seen.status ?? 0
  if (status === 401 || status === 407) return 'login'
  if (status === 403) return 'forbidden'
  if (status >= 300 && status < 400) return 'redirect'
  if (status >= 500) return 'server-error'
  if (status !== 200) return 'not-comfyui'
  if (seen.systemStats !== undefined) return 'ok'
  return seen.body === 'html' ? 'html' : 'not-comfyui'
}

/** Whether anything that speaks HTTP answered; null while that is not known. */
export function isReachable(state: TargetState): boolean | null {
  if (state === 'checking') return null
  return state !== 'unreachable' && state !== 'timeout' && state !== 'tls'
}

function classifyError(code: string, isTlsError: boolean): TargetState {
  if (isTlsError) return 'tls'
  if (code === 'timeout' || code === 'connect-timeout' || code === 'ETIMEDOUT') return 'timeout'
  return code === 'too-large' || code.startsWith('HPE_') ? 'not-comfyui' : 'unreachable'
}
