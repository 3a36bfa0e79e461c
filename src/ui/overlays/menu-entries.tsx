import { Menu as Base } from '@base-ui/react/menu'
import { classNames } from '../class-names.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import { shortcutHere } from '../parts/kbd.tsx'
import styles from './menu.module.css'
import type { MenuEntry } from './menu-entry.ts'

/** The lines of a menu; a function is asked when the menu is drawn, that is, opened. */
export function MenuEntries({ entries }: { readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[]) }) {
  const list = typeof entries === 'function' ? entries() : entries
  return list.map((entry, index) => <Entry key={keyOf(entry, index)} entry={entry} />)
}

function keyOf(entry: MenuEntry, index: number): string {
  return entry.type === 'separator' ? `separator ${index}` : `${entry.type ?? 'action'} ${entry.label}`
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  switch (entry.type) {
    case 'separator':
      return <Base.Separator className={styles.separator} />
    case 'group':
      return (
        <Base.Group className={styles.group}>
          <Base.GroupLabel className={styles.groupLabel}>{entry.label}</Base.GroupLabel>
          <MenuEntries entries={entry.entries} />
        </Base.Group>
      )
    case 'choice':
      return (
        <Base.Group className={styles.group}>
          <Base.GroupLabel className={styles.groupLabel}>{entry.label}</Base.GroupLabel>
          <Base.RadioGroup value={entry.value} onValueChange={(value: string) => entry.change(value)}>
            {entry.options.map((option) => (
              <Base.RadioItem
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                closeOnClick
                className={styles.item}
              >
                <Line {...option} checked={option.value === entry.value} />
              </Base.RadioItem>
            ))}
          </Base.RadioGroup>
        </Base.Group>
      )
    case 'check':
      return (
        <Base.CheckboxItem
          checked={entry.checked}
          onCheckedChange={(checked) => entry.change(checked)}
          disabled={entry.disabled}
          className={styles.item}
        >
          <Line {...entry} />
        </Base.CheckboxItem>
      )
    case 'submenu':
      return <Submenu entry={entry} />
    default:
      return (
        <Base.Item
          disabled={entry.disabled}
          onClick={entry.run}
          className={classNames(styles.item, entry.danger && styles.danger)}
        >
          <Line {...entry} />
        </Base.Item>
      )
  }
}

function Submenu({ entry }: { readonly entry: Extract<MenuEntry, { type: 'submenu' }> }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger disabled={entry.disabled} className={styles.item}>
        <Line {...entry} />
        <Icon name="chevron-right" size={14} className={styles.arrow} />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner side="inline-end" align="start" alignOffset={-5} sideOffset={2} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <MenuEntries entries={entry.entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

type LineProps = {
  readonly label: string
  readonly icon?: IconName | undefined
  readonly shortcut?: string | undefined
  readonly reason?: string | undefined
  readonly disabled?: boolean | undefined
  readonly checked?: boolean | undefined
}

function Line({ label, icon, shortcut, reason, disabled, checked }: LineProps) {
  const mark = checked ? 'check' : icon
  return (
    <>
      <span className={styles.mark}>{mark && <Icon name={mark} />}</span>
      <span className={styles.words}>
        <span className={styles.label} title={label}>
          {label}
        </span>
        {disabled && reason && <span className={styles.reason}>{reason}</span>}
      </span>
      {shortcut && (
        <kbd aria-hidden className={styles.shortcut}>
          {shortcutHere(shortcut)}
        </kbd>
      )}
    </>
  )
}
