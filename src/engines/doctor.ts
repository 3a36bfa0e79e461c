import type { Sentence } from '../kernel/index.ts'
import type { Commands } from './shell.ts'

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
  /** What a page could see of a server that it reaches by itself. */
  readonly page?: PageSight
  /** The parsed `/system_stats`, when it has the shape of ComfyUI's. */
  readonly systemStats?: unknown
}

/**
 * What a browser lets a page see of a server. It hides why something failed; only several tries together tell it. Everything
 * that was not tried is `untried`.
 */
export type PageSight = {
  /** Origin of the page. */
  readonly origin: string
  /** A request whose answer the page may read. */
  readonly cors: 'readable' | 'blocked' | 'silent'
  /** One whose answer it may not read: `opaque` = somebody answered. */
  readonly noCors: 'opaque' | 'failed' | 'silent' | 'untried'
  /** The first again without headers of the server's settings. */
  readonly bare: 'readable' | 'blocked' | 'silent' | 'untried'
  /** A picture of the server in an image element. */
  readonly image: 'loaded' | 'failed' | 'untried'
  /** `threw` = the browser does not even let it be tried. */
  readonly socket: 'open' | 'failed' | 'threw' | 'silent' | 'untried'
  /** Leave to reach machines of the own network. */
  readonly permission: 'granted' | 'denied' | 'prompt' | 'unknown'
}

/** The doctor's verdicts. */
export type Verdict =
  | 'healthy'
  | 'not-running'
  | 'unknown-host'
  | 'timeout'
  | 'not-comfyui'
  | 'origin-refused'
  | 'headers-refused'
  | 'mixed-content'
  | 'local-network'
  | 'login-required'
  | 'tls'
  | 'server-error'
  | 'socket-blocked'
  | 'forwarder-down'
  | 'missing-nodes'
  | 'missing-models'

/** One verdict, one sentence, one fix. `command` is what a copy button copies. */
export type DoctorReport = Sentence & {
  readonly serverId: string
  readonly url: string
  readonly verdict: Verdict
  readonly ok: boolean
  readonly fix?: string
  /** The fix as a sentence that a screen can say in its language. */
  readonly repair?: Sentence
  readonly command?: string
  /** The same command in the words of each system. */
  readonly commands?: Commands
  /** An address worth opening in a tab of its own, where the browser says more than it tells a page. */
  readonly open?: string
  readonly version?: string
  readonly devices?: readonly { readonly name: string; readonly vramTotal: number; readonly vramFree: number }[]
  readonly checkedAt: number
  readonly observation: Observation
}
