/** Ports that all die at once, as when a tab is killed: what was under way may still take effect, its answer is never heard. */
export class Mortal {
  private dead = false
  private readonly leaving: (() => void)[] = []
  private readonly forever = new Promise<never>(() => {})

  /** The port as seen by someone who dies with this. */
  wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => this.call(target, member as (...args: never[]) => unknown, args, name)
      },
    })
  }

  /** Calls back when the end comes: sockets and requests of a killed tab are cut. */
  onDeath(leave: () => void): void {
    this.leaving.push(leave)
  }

  get isDead(): boolean {
    return this.dead
  }

  /** The end. */
  kill(): void {
    this.dead = true
    for (const leave of this.leaving) leave()
  }

  private call(target: object, member: (...args: never[]) => unknown, args: unknown[], name: string | symbol): unknown {
    if (this.dead) return name === 'watch' || name === 'prepare' || name === 'after' ? () => undefined : this.forever
    const answer = Reflect.apply(member, target, args) as unknown
    if (!(answer instanceof Promise)) return answer
    return answer.then(
      (value) => (this.dead ? this.forever : value),
      (thrown: unknown) => (this.dead ? this.forever : Promise.reject(thrown)),
    )
  }
}
