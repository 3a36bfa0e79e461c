import type { Sentence } from '../kernel/index.ts'
import type { Verdict } from './doctor.ts'
import type { Commands, Platform } from './shell.ts'

/** What an observation has to be read with. */
export type DiagnosisContext = {
  readonly serverId: string
  /** Name that the person gave the server. */
  readonly name: string
  /** Address as the person entered it. */
  readonly url: string
  /** True when it is reached through Framewright's own server. */
  readonly forwarded: boolean
  /** Origin of the page, for servers that are reached directly. */
  readonly pageOrigin?: string
  /** System of the machine in front of which the person sits, for commands that are run there. */
  readonly platform?: Platform
  readonly checkedAt: number
  /** What the recipes in use lack on this server. */
  readonly missing?: {
    readonly nodes: readonly string[]
    readonly models: readonly { readonly folder: string; readonly name: string; readonly url?: string }[]
  }
}

/** A verdict before it becomes a report. `there`: its command is for the server's machine, not for this one. */
export type Finding = {
  readonly verdict: Verdict
  readonly says: Sentence
  readonly repair?: Sentence
  readonly commands?: Commands
  readonly there?: boolean
  readonly open?: string
}
