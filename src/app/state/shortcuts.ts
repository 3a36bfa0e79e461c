import { z } from 'zod'

/** Keys that a person gave to commands, by command id; a command that is not named keeps its own. */
export type KeyChoices = Readonly<Record<string, readonly string[]>>

/** Remembered key choices; whatever does not fit is forgotten. */
export const zKeyChoices = z.record(z.string().max(100), z.array(z.string().min(1).max(60)).max(8)).catch({})

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const MODIFIERS = new Set(['control', 'shift', 'alt', 'meta', 'altgraph', 'capslock', 'dead', 'process'])

/**
 * The chord of a key press in the spelling of shortcuts, such as `mod+shift+z`; undefined while only modifiers are held.
 * Digits go by their key, whatever shift makes of them; a sign that needs shift on this keyboard is the sign all the same.
 */
export function chordOf(press: KeyPress): string | undefined {
  const name = press.key.toLowerCase()
  if (MODIFIERS.has(name)) return undefined
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  // With alt some layouts type another letter; the key itself is what was meant.
  const letter = press.altKey ? /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase() : undefined
  const key = digit ?? letter ?? (name === '+' ? 'plus' : name === ' ' ? 'space' : name)
  const shift = press.shiftKey && key !== 'plus' && (digit !== undefined || key.length > 1 || /[a-z]/.test(key))
  const modifiers = [press.ctrlKey || press.metaKey ? 'mod' : '', press.altKey ? 'alt' : '', shift ? 'shift' : '']
  return [...modifiers, key].filter(Boolean).join('+')
}

/** The keys of a command after the person's own choices. */
export function keysOf(
  command: { readonly id: string; readonly keys: readonly string[] },
  choices: KeyChoices,
): readonly string[] {
  return choices[command.id] ?? command.keys
}

type Bound = { readonly id: string; readonly keys: readonly string[]; readonly scope?: string | undefined }

/** Commands that share a key with another one of the same place, by chord: those of the window are everywhere. */
export function keyConflicts(commands: readonly Bound[], choices: KeyChoices): ReadonlyMap<string, readonly string[]> {
  const byChord = new Map<string, Bound[]>()
  for (const command of commands)
    for (const chord of keysOf(command, choices)) byChord.set(chord, [...(byChord.get(chord) ?? []), command])
  const conflicts = new Map<string, readonly string[]>()
  for (const [chord, sharing] of byChord) {
    const clash = sharing.filter((one) => sharing.some((other) => other.id !== one.id && meets(one, other)))
    if (clash.length > 0)
      conflicts.set(
        chord,
        clash.map(({ id }) => id),
      )
  }
  return conflicts
}

// A screen's command that does the same as the window's (undo) stands for it there.
function meets(one: Bound, other: Bound): boolean {
  const places = one.scope === undefined || other.scope === undefined || one.scope === other.scope
  return places && one.id.split('.').at(-1) !== other.id.split('.').at(-1)
}
