/** Where the executor stops: before it takes a job, inside a node (after `executing`), or before each sampler step. */
export type HoldPoint = 'take' | 'node' | 'step'

/** `classType` or `node` narrow the hold; a `deaf` hold does not feel interrupts, like a model that is being loaded. */
export type HoldOptions = { at?: HoldPoint; classType?: string; node?: string; deaf?: boolean }

/** A barrier in the executor. */
export class Gate {
  private held: HoldOptions | undefined
  private waiting: (() => void)[] = []

  hold(options: HoldOptions): void {
    this.held = options
  }

  release(): void {
    this.held = undefined
    this.wake()
  }

  /** Lets those who wait look again (an interrupt came, the server stops). */
  wake(): void {
    for (const resume of this.waiting.splice(0)) resume()
  }

  /** Waits while held at this point; `mayLeave` is asked on every wake-up of a hold that is not deaf. */
  async pass(
    at: HoldPoint,
    place: { node?: string; classType?: string },
    mayLeave: (deaf: boolean) => boolean,
  ): Promise<void> {
    while (this.held && this.concerns(this.held, at, place) && !mayLeave(this.held.deaf === true)) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  private concerns(held: HoldOptions, at: HoldPoint, place: { node?: string; classType?: string }): boolean {
    return (
      (held.at ?? 'node') === at &&
      (held.node === undefined || held.node === place.node) &&
      (held.classType === undefined || held.classType === place.classType)
    )
  }
}
