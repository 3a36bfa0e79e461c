import type { TabChannel, TabMessage } from './channel.ts'

/** The channel to the other tabs of this origin; a silent one where the browser has none. */
export function browserChannel(name = 'framewright-scheduler'): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { post() {}, listen: () => () => {}, close() {} }
  const channel = new BroadcastChannel(name)
  return {
    post: (message) => channel.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent<unknown>) => {
        if (isTabMessage(event.data)) listener(event.data)
      }
      channel.addEventListener('message', hear)
      return () => channel.removeEventListener('message', hear)
    },
    close: () => channel.close(),
  }
}

// Another tab may run another version of the program.
function isTabMessage(data: unknown): data is TabMessage {
  if (typeof data !== 'object' || data === null || !('tell' in data)) return false
  return (
    data.tell === 'poke' ||
    data.tell === 'hello' ||
    (data.tell === 'live' && 'events' in data && Array.isArray(data.events))
  )
}
