import { type KeyboardEvent, useMemo, useState } from 'react'
import { Button, HiddenText, IconButton, Kbd, shortcutHere, Text, useFind, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { setPreferences } from '../settings/preferences.browser.ts'
import { COMMAND_GROUPS, type Command, chooseKeys, commands, keyChoices } from '../state/commands.ts'
import { chordOf, keyConflicts, keysOf } from '../state/shortcuts.ts'
import { useLive } from '../state/studio-context.tsx'
import styles from './dialogs.module.css'

/** Every command with its keys: to be searched, and changed where the window itself listens. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const find = useFind()
  const all = useLive(commands)
  const list = useMemo(() => all.filter(({ needsValue }) => !needsValue), [all])
  const choices = useLive(keyChoices)
  const [query, setQuery] = useState('')
  const titleOf = (command: Command) => find(command.title) ?? command.id
  const words = query.trim().toLocaleLowerCase()
  const fits = (command: Command) =>
    [titleOf(command), ...keysOf(command, choices).flatMap((keys) => [keys, shortcutHere(keys)])].some((text) =>
      text.toLocaleLowerCase().includes(words),
    )
  const shown = list.filter(fits)
  const conflicts = keyConflicts(list, choices)
  const others = (command: Command) => {
    const ids = keysOf(command, choices).flatMap((chord) => conflicts.get(chord) ?? [])
    return list.filter(({ id }) => id !== command.id && ids.includes(id)).map(titleOf)
  }
  return (
    <Dialog open size="large" onOpenChange={onClose} title={t('shell.shortcuts.title')}>
      <div className={styles.keysHead}>
        <TextField
          label={t('shell.shortcuts.search')}
          layout="bare"
          type="search"
          placeholder={t('shell.shortcuts.search')}
          value={query}
          onChange={setQuery}
        />
        <Button disabled={Object.keys(choices).length === 0} onClick={() => remember({})}>
          {t('shell.shortcuts.resetAll')}
        </Button>
      </div>
      {conflicts.size > 0 && (
        <Text as="p" tone="stale">
          {t('shell.shortcuts.conflicts', { count: conflicts.size })}
        </Text>
      )}
      {shown.length === 0 && <Text tone="second">{t('shell.shortcuts.none', { query })}</Text>}
      {COMMAND_GROUPS.map((group) => {
        const members = shown.filter((command) => command.group === group)
        if (members.length === 0) return null
        return (
          <table key={group} className={styles.keys}>
            <caption>{t(`shell.shortcuts.group.${group}`)}</caption>
            <tbody>
              {members.map((command) => (
                <Row key={command.id} command={command} title={titleOf(command)} others={others(command)} />
              ))}
              {group === 'run' && (
                <tr>
                  <th scope="row">{t('shell.shortcuts.stopTwice')}</th>
                  <td>
                    <Kbd keys="escape" /> <Text tone="third">{t('shell.shortcuts.fixed')}</Text>
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        )
      })}
    </Dialog>
  )
}

type RowProps = { readonly command: Command; readonly title: string; readonly others: readonly string[] }

function Row({ command, title, others }: RowProps) {
  const t = useT()
  const choices = useLive(keyChoices)
  const keys = keysOf(command, choices)
  const own = choices[command.id] !== undefined
  return (
    <tr>
      <th scope="row">
        {title}
        {others.length > 0 && (
          <Text as="p" size="small" tone="stale">
            {t('shell.shortcuts.conflict', { others: others.join(', ') })}
          </Text>
        )}
      </th>
      <td>
        <KeyButton command={command} title={title} keys={keys} />
        <IconButton
          icon="restore"
          size="small"
          label={t('shell.shortcuts.resetOne', { title })}
          disabled={!own}
          onClick={() => {
            const { [command.id]: _gone, ...rest } = choices
            remember(rest)
          }}
        />
      </td>
    </tr>
  )
}

function KeyButton({
  command,
  title,
  keys,
}: {
  readonly command: Command
  readonly title: string
  readonly keys: readonly string[]
}) {
  const t = useT()
  const choices = useLive(keyChoices)
  const [listening, setListening] = useState(false)
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!listening || event.key === 'Tab') return
    event.preventDefault()
    // Escape and every other key belong to the question, not to the dialog around it.
    event.stopPropagation()
    const chord = chordOf(event.nativeEvent)
    if (chord === undefined) return
    setListening(false)
    if (chord === 'escape') return
    remember({ ...choices, [command.id]: chord === 'backspace' ? [] : [chord] })
  }
  return (
    <button
      type="button"
      className={styles.key}
      aria-pressed={listening}
      title={listening ? t('shell.shortcuts.pressHelp') : undefined}
      onClick={() => setListening(!listening)}
      onKeyDown={press}
      onBlur={() => setListening(false)}
    >
      <HiddenText>{t('shell.shortcuts.change', { title })} </HiddenText>
      {listening
        ? t('shell.shortcuts.press')
        : keys.length === 0
          ? t('shell.shortcuts.noKeys')
          : keys.map((chord) => <Kbd key={chord} keys={chord} />)}
    </button>
  )
}

function remember(keys: Readonly<Record<string, readonly string[]>>): void {
  chooseKeys(keys)
  setPreferences({ keys: Object.fromEntries(Object.entries(keys).map(([id, chords]) => [id, [...chords]])) })
}
