import { type Clock, createSignal, type Live } from '../kernel/index.ts'

/** Something that takes long in the page itself: it stands in the list of work beside the runs. */
export type Operation = {
  readonly id: string
  readonly kind: 'export' | 'import'
  /** What it is done to: a node's title, a file's name. */
  readonly title: string
  readonly startedAt: number
  /** 0 to 1; absent while it cannot be told. */
  readonly share?: number
  /** Ends it; absent where it cannot be ended. */
  readonly cancel?: () => void
}

/** The operations going on, in the order in which they began, and the only way to begin one. */
export type Operations = {
  readonly live: Live<readonly Operation[]>
  /** Lists the work for as long as it goes on, however it ends. */
  track<T>(
    what: Pick<Operation, 'kind' | 'title' | 'cancel'>,
    work: (report: (share: number) => void) => Promise<T>,
  ): Promise<T>
}

/** Makes the list. */
export function createOperations({ clock }: { readonly clock: Clock }): Operations {
  const live = createSignal<readonly Operation[]>([])
  let begun = 0
  return {
    live,
    async track(what, work) {
      begun += 1
      const id = `operation-${begun}`
      live.set([...live.get(), { ...what, id, startedAt: clock.now() }])
      const report = (share: number) => {
        const shown = Math.min(1, Math.max(0, share))
        // What is shown never goes back, and a word that comes too late brings nothing back.
        live.set(live.get().map((one) => (one.id === id ? { ...one, share: Math.max(one.share ?? 0, shown) } : one)))
      }
      try {
        return await work(report)
      } finally {
        live.set(live.get().filter((one) => one.id !== id))
      }
    },
  }
}
