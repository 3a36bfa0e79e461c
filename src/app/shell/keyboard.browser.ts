import { isTerminal } from '../../jobs/index.ts'
import type { Studio } from '../../studio/index.ts'
import { commandFor } from '../state/commands.ts'
import { stopEverything } from './running.browser.ts'

const TEXT_INPUTS = /^(text|search|url|password|email|number|tel|date|time)$/
const OVER = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], dialog, [popover]'
/** Two presses of Escape closer together than this stop everything (ms). */
const TWICE = 600

/** Whether keys pressed here write text. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.test(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

/** Listens to the keys that no screen has taken. The answer ends it. */
export function listenToKeys(studio: Studio): () => void {
  let escapedAt = Number.NEGATIVE_INFINITY
  const isOver = (target: EventTarget | null) => target instanceof Element && target.closest(OVER) !== null

  const pressEscape = (event: KeyboardEvent) => {
    const twice = event.timeStamp - escapedAt < TWICE
    escapedAt = twice ? Number.NEGATIVE_INFINITY : event.timeStamp
    if (twice && studio.jobs.get().some((job) => !isTerminal(job.state))) void stopEverything(studio)
  }

  const keydown = (event: KeyboardEvent) => {
    if (event.isComposing || isOver(event.target)) return
    // Each screen uses the first Escape for something of its own; the second one still counts.
    if (event.key === 'Escape' && !event.repeat && !isTyping(event.target)) pressEscape(event)
    if (event.defaultPrevented) return
    const command = commandFor(event, studio, isTyping(event.target))
    if (!command) return
    event.preventDefault()
    if (!event.repeat || command.group === 'edit') command.run(studio)
  }
  window.addEventListener('keydown', keydown)
  return () => window.removeEventListener('keydown', keydown)
}
