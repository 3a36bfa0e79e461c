import { SCREENS, type Screen, session } from '../state/session.ts'

/** The screen that an address names, such as `#/queue`. */
function screenOf(hash: string): Screen | undefined {
  const name = /^#\/([a-z]+)/.exec(hash)?.[1]
  return SCREENS.find((screen) => screen === name)
}

/** Keeps address and screen the same, so that back, forward and links work. The answer ends it. */
export function followAddress(): () => void {
  const read = () => {
    const screen = screenOf(location.hash)
    if (screen && screen !== session.getState().screen) session.setState({ screen })
  }
  const named = screenOf(location.hash)
  if (named) session.setState({ screen: named })
  else history.replaceState(history.state, '', `#/${session.getState().screen}`)
  const stop = session.subscribe(({ screen }) => {
    if (screenOf(location.hash) !== screen) history.pushState(null, '', `#/${screen}`)
  })
  window.addEventListener('popstate', read)
  window.addEventListener('hashchange', read)
  return () => {
    stop()
    window.removeEventListener('popstate', read)
    window.removeEventListener('hashchange', read)
  }
}
