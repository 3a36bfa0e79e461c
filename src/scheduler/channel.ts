import type { LiveEvent } from './contract.ts'

/** What tabs tell each other: look at the rows (and at one server), ask who leads, or live news of the leader. */
export type TabMessage =
  | { readonly tell: 'poke'; readonly check?: string; readonly reset?: string; readonly wake?: true }
  | { readonly tell: 'hello' }
  | { readonly tell: 'live'; readonly events: readonly LiveEvent[] }

/** A way to all other tabs. Messages may get lost; nothing depends on them but speed. */
export type TabChannel = {
  post(message: TabMessage): void
  listen(listener: (message: TabMessage) => void): () => void
  close(): void
}
