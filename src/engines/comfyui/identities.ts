/** How many names are kept in mind. */
const LIMIT = 2000

/** Servers before 0.3.45 give prompts ids of their own: which of theirs stands for which of ours. */
export type Identities = {
  /** True as soon as one id turned out to differ. */
  readonly mints: boolean
  learn(own: string, server: string): void
  /** The server's name for a prompt of ours; ours where they are the same. */
  serverId(own: string): string
  /** Our name for a prompt of the server. */
  ownId(server: string): string
  knows(own: string): boolean
}

/** Makes an empty memory of names. */
export function createIdentities(): Identities {
  const byOwn = new Map<string, string>()
  const byServer = new Map<string, string>()
  return {
    get mints() {
      return byOwn.size > 0
    },
    learn(own, server) {
      if (own === server) return
      byOwn.set(own, server)
      byServer.set(server, own)
      const oldest = byOwn.entries().next().value
      if (byOwn.size <= LIMIT || !oldest) return
      byOwn.delete(oldest[0])
      byServer.delete(oldest[1])
    },
    serverId: (own) => byOwn.get(own) ?? own,
    ownId: (server) => byServer.get(server) ?? server,
    knows: (own) => byOwn.has(own),
  }
}
