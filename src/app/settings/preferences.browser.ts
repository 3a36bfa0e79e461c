import { z } from 'zod'
import { createSignal, type Signal } from '../../kernel/index.ts'
import { zKeyChoices } from '../state/shortcuts.ts'

/** What a person chose for this browser; nothing of it travels with a storyboard. */
export const zPreferences = z.looseObject({
  theme: z.enum(['system', 'dark', 'light', 'contrast']).catch('dark'),
  language: z.string().max(20).catch('en'),
  density: z.enum(['compact', 'normal', 'roomy']).catch('normal'),
  /** What the wheel does on the canvas. */
  wheel: z.enum(['zoom', 'pan']).catch('zoom'),
  motion: z.enum(['system', 'reduced']).catch('system'),
  /** Short messages in the corner for news that is not an error. */
  toasts: z.boolean().catch(true),
  /** Hints that were sent away. */
  hidden: z.array(z.string().max(60)).max(100).catch([]),
  keys: zKeyChoices,
})

/** What a person chose for this browser. */
export type Preferences = z.infer<typeof zPreferences>

const KEY = 'framewright:preferences'

type Place = Pick<Storage, 'getItem' | 'setItem'>

/** Reads preferences; whatever is missing or does not fit takes its default. */
export function readPreferences(place: Place): Preferences {
  try {
    const parsed = zPreferences.safeParse(JSON.parse(place.getItem(KEY) ?? '{}'))
    if (parsed.success) return parsed.data
  } catch {
    // Storage may be forbidden, or hold anything.
  }
  return zPreferences.parse({})
}

/** The preferences of this browser; set through {@link setPreferences}. */
export const preferences: Signal<Preferences> = createSignal(readPreferences(localPlace()))

/** Changes preferences and remembers them. */
export function setPreferences(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change }
  preferences.set(next)
  try {
    localPlace().setItem(KEY, JSON.stringify(next))
  } catch {
    // A full disk must not keep the theme from changing; it is only not remembered.
  }
}

/** Another window of this browser changed them. The answer ends the listening. */
export function followOtherWindows(): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key === KEY) preferences.set(readPreferences(localPlace()))
  }
  window.addEventListener('storage', hear)
  return () => window.removeEventListener('storage', hear)
}

const NOWHERE: Place = { getItem: () => null, setItem: () => {} }

/** The browser's storage for this address; a place that forgets where reading it is forbidden. */
export function localPlace(): Place {
  try {
    return localStorage
  } catch {
    return NOWHERE
  }
}
