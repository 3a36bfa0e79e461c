import type { Wakeups } from './ports.ts'

/** The page's own moments: the network is back, the window has the focus again, the tab is shown again. */
export const pageWakeups: Wakeups = (listener) => {
  const ending = new AbortController()
  const { signal } = ending
  const shown = () => {
    if (document.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener, { signal })
  window.addEventListener('focus', listener, { signal })
  document.addEventListener('visibilitychange', shown, { signal })
  return () => ending.abort()
}
