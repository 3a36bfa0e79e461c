import { createSignal, type Live } from '../../kernel/index.ts'
import type { Studio } from '../../studio/index.ts'
import { chordOf, type KeyChoices, keysOf } from './shortcuts.ts'

/** Headings under which commands are listed. */
export const COMMAND_GROUPS = ['run', 'file', 'edit', 'go', 'view', 'canvas', 'help'] as const
/** One heading. */
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/** Something that the person can do from anywhere: by key, by menu, by palette and from a notice. */
export type Command = {
  /** Stable name, such as `run.stale`; notices and remembered keys refer to it. */
  readonly id: string
  /** Message key of its words. */
  readonly title: string
  readonly group: CommandGroup
  /** Shortcuts such as `mod+shift+enter`; the first one is shown. */
  readonly keys: readonly string[]
  /** The screen that handles its keys by itself; absent = works everywhere. */
  readonly scope?: string
  /** Works while a text is being typed, too. */
  readonly whileTyping?: boolean
  /** Whether it can be done now; absent = always. */
  readonly when?: (studio: Studio) => boolean
  /** Means nothing without the value that a notice hands over, so it is in no list. */
  readonly needsValue?: boolean
  /** `value` comes from a notice's action. */
  readonly run: (studio: Studio, value?: string) => void
}

const registered = createSignal<readonly Command[]>([])
const choices = createSignal<KeyChoices>({})

/** Every command that somebody registered, in the order of registration. */
export const commands: Live<readonly Command[]> = registered

/** The keys that the person chose instead of the given ones. */
export const keyChoices: Live<KeyChoices> = choices

/** Adds commands; one with a known id takes the place of the older one. The answer removes them again. */
export function registerCommands(added: readonly Command[]): () => void {
  const ids = new Set(added.map(({ id }) => id))
  registered.set([...registered.get().filter(({ id }) => !ids.has(id)), ...added])
  return () => registered.set(registered.get().filter((one) => !added.includes(one)))
}

/** Sets the person's own keys; who remembers them does so by watching {@link keyChoices}. */
export function chooseKeys(next: KeyChoices): void {
  choices.set(next)
}

/** The shortcut that is shown for a command, if it has one. */
export function shortcutOf(id: string): string | undefined {
  const command = registered.get().find((one) => one.id === id)
  return command && keysOf(command, choices.get())[0]
}

/** Does a command by its name; false when there is none or it cannot be done now. */
export function runCommand(id: string, studio: Studio, value?: string): boolean {
  const command = registered.get().find((one) => one.id === id)
  if (!command || command.when?.(studio) === false) return false
  command.run(studio, value)
  return true
}

/** The command that a key press means outside the screens' own keys. */
export function commandFor(press: Parameters<typeof chordOf>[0], studio: Studio, typing: boolean): Command | undefined {
  const chord = chordOf(press)
  if (chord === undefined) return undefined
  return registered
    .get()
    .find(
      (one) =>
        one.scope === undefined &&
        (!typing || one.whileTyping === true) &&
        keysOf(one, choices.get()).includes(chord) &&
        one.when?.(studio) !== false,
    )
}
