/** What was seen of an address. Facts only; the verdict is made from them. */
export type Observation = {
  readonly reached: boolean
  /** Error code of the connection, such as ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED, TIMEOUT. */
  readonly error?: string
  readonly status?: number
  readonly contentType?: string
  readonly body?: 'comfyui' | 'json' | 'html' | 'empty' | 'other'
  readonly version?: string
  readonly server?: string
  readonly socket?: 'open' | 'refused' | 'untried'
  /** Where a redirect leads to, without its query. */
  readonly location?: string
  /** Scheme of the login that was asked for, such as Basic. */
  readonly authenticate?: string
  /** The parsed `/system_stats`, when it has the shape of ComfyUI's. */
  readonly systemStats?: unknown
}

/** The doctor's verdicts. */
export type Verdict =
  | 'healthy'
  | 'not-running'
  | 'unknown-host'
  | 'timeout'
  | 'not-comfyui'
  | 'origin-refused'
  | 'login-required'
  | 'tls'
  | 'server-error'
  | 'socket-blocked'
  | 'forwarder-down'
  | 'missing-nodes'
  | 'missing-models'

/** One verdict, one sentence, one fix. `command` is what a copy button copies. */
export type DoctorReport = {
  readonly serverId: string
  readonly url: string
  readonly verdict: Verdict
  readonly ok: boolean
  readonly message: string
  readonly fix?: string
  readonly command?: string
  readonly version?: string
  readonly devices?: readonly { readonly name: string; readonly vramTotal: number; readonly vramFree: number }[]
  readonly checkedAt: number
  readonly observation: Observation
}
