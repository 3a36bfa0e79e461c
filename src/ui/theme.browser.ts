/** What a person may choose; `system` follows the machine, high contrast included. */
export type ThemeChoice = 'system' | 'dark' | 'light' | 'contrast'

/** A theme that is really shown. */
export type Theme = Exclude<ThemeChoice, 'system'>

/** How closely controls stand. */
export type Density = 'compact' | 'normal' | 'roomy'

/**
 * Shows a theme and goes on following the machine where `system` was chosen; the answer ends that.
 * `onTheme` hears what is really shown, for what is not styled by tokens (the JSON editor).
 */
export function applyTheme(choice: ThemeChoice, onTheme?: (theme: Theme) => void): () => void {
  const light = matchMedia('(prefers-color-scheme: light)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const show = () => {
    const theme = choice === 'system' ? (contrast.matches ? 'contrast' : light.matches ? 'light' : 'dark') : choice
    document.documentElement.dataset.theme = theme
    onTheme?.(theme)
  }
  show()
  if (choice !== 'system') return () => {}
  light.addEventListener('change', show)
  contrast.addEventListener('change', show)
  return () => {
    light.removeEventListener('change', show)
    contrast.removeEventListener('change', show)
  }
}

/** Sets how closely controls stand. */
export function applyDensity(density: Density): void {
  document.documentElement.dataset.density = density
}

/** The value of a token as it holds now, for drawing on a canvas: `tokenValue('--port-shot')`. */
export function tokenValue(name: `--${string}`, element: Element = document.documentElement): string {
  return getComputedStyle(element).getPropertyValue(name).trim()
}
