/**
 * Who may edit a storyboard: one tab of this browser, by a Web Lock; shape of the studio's `EditingLock` port.
 * Where there are no Web Locks (plain http in a LAN) every tab may edit, and the last save wins.
 */
export function createEditingLock(locks: LockManager | undefined) {
  let own: { letGo(): void; readonly end: Promise<unknown> } | undefined
  // The browser frees a lock a moment after it was let go; asking earlier would find it busy with ourselves.
  let freed: Promise<unknown> = Promise.resolve()

  const hold = async (name: string, options: LockOptions, onLost: () => void): Promise<'held' | 'busy'> => {
    await freed
    if (!locks) return 'held'
    return new Promise((answer) => {
      let held = false
      const request = locks.request(name, options, (lock) => {
        if (!lock) return answer('busy')
        held = true
        return new Promise<void>((letGo) => {
          own = { letGo, end }
          answer('held')
        })
      })
      // A stolen lock rejects the request that held it.
      const end = request.catch(() => (held ? onLost() : answer('busy')))
    })
  }

  const nameOf = (storyboardId: string) => `framewright-edit-${storyboardId}`
  const release = () => {
    if (!own) return
    own.letGo()
    freed = own.end
    own = undefined
  }
  return {
    acquire: (storyboardId: string, onLost: () => void) => hold(nameOf(storyboardId), { ifAvailable: true }, onLost),
    async takeOver(storyboardId: string, onLost: () => void): Promise<void> {
      await hold(nameOf(storyboardId), { steal: true }, onLost)
    },
    release,
  }
}
