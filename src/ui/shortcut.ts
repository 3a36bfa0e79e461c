const APPLE: Readonly<Record<string, string>> = { mod: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧', meta: '⌘' }
const OTHERS: Readonly<Record<string, string>> = { mod: 'Ctrl', ctrl: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Meta' }
const KEYS: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  delete: 'Del',
  backspace: '⌫',
  space: 'Space',
  tab: 'Tab',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}

/**
 * The keys of a shortcut as they are printed on the keyboard: `shortcutParts('mod+shift+z', false)` is Ctrl, Shift, Z.
 * `mod` is Command on Apple's machines and Control elsewhere; a plus sign itself is written `mod+plus`.
 */
export function shortcutParts(keys: string, apple: boolean): string[] {
  const modifiers = apple ? APPLE : OTHERS
  return keys.split('+').map((part) => {
    const key = part.trim().toLowerCase()
    if (key === 'plus') return '+'
    return modifiers[key] ?? KEYS[key] ?? (key.length === 1 ? key.toUpperCase() : part.trim())
  })
}

/** A shortcut in one piece, for titles and menus: "Ctrl+Shift+Z" or "⌘⇧Z". */
export function shortcutText(keys: string, apple: boolean): string {
  return shortcutParts(keys, apple).join(apple ? '' : '+')
}

/** A shortcut in the spelling that `aria-keyshortcuts` asks for: "Control+Shift+Z". */
export function shortcutForAria(keys: string, apple: boolean): string {
  const names: Readonly<Record<string, string>> = {
    mod: apple ? 'Meta' : 'Control',
    ctrl: 'Control',
    alt: 'Alt',
    shift: 'Shift',
    meta: 'Meta',
  }
  return keys
    .split('+')
    .map((part) => {
      const key = part.trim()
      return names[key.toLowerCase()] ?? key.charAt(0).toUpperCase() + key.slice(1)
    })
    .join('+')
}
