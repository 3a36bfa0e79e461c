/**
 * Who may edit a storyboard: one tab of this browser, by a Web Lock; shape of the studio's `EditingLock` port.
 * Where there are no Web Locks (plain http in a LAN) every tab may edit, and the last save wins.
 */
export function createEditingLock(locks: LockManager | undefined) {
  let letGo: (() => void) | undefined

  const hold = (name: string, options: LockOptions, onLost: () => void): Promise<'held' | 'busy'> =>
    new Promise((answer) => {
      if (!locks) return answer('held')
      let held = false
      const request = locks.request(name, options, (lock) => {
        if (!lock) return answer('busy')
        held = true
        answer('held')
        return new Promise<void>((done) => {
          letGo = done
        })
      })
      // A stolen lock rejects the request that held it.
      request.catch(() => (held ? onLost() : answer('busy')))
    })

  const nameOf = (storyboardId: string) => `framewright-edit-${storyboardId}`
  const release = () => {
    letGo?.()
    letGo = undefined
  }
  return {
    acquire: (storyboardId: string, onLost: () => void) => hold(nameOf(storyboardId), { ifAvailable: true }, onLost),
    async takeOver(storyboardId: string, onLost: () => void): Promise<void> {
      await hold(nameOf(storyboardId), { steal: true }, onLost)
    },
    release,
  }
}
