/** How numbers of a kind are written: `SC010`, `SH020`. */
export const NUMBER_PREFIX = { scene: 'SC', shot: 'SH' } as const

/** One thing to number; `number` is what the person wrote. */
export type Numbered = { readonly id: string; readonly number?: string | undefined }

/**
 * Numbers in steps of ten, so that there is room for inserts. A written number wins; the count goes on behind it,
 * and no counted number repeats a written one.
 */
export function assignNumbers(items: readonly Numbered[], prefix: string): readonly (readonly [string, string])[] {
  const written = new Set(items.flatMap((item) => (item.number ? [item.number.toUpperCase()] : [])))
  let last = 0
  return items.map((item) => {
    if (item.number) {
      last = Math.max(last, digitsOf(item.number))
      return [item.id, item.number]
    }
    let number = ''
    do {
      last = Math.floor(last / 10) * 10 + 10
      number = prefix + String(last).padStart(3, '0')
    } while (written.has(number))
    return [item.id, number]
  })
}

/** A shot's name by the storyboard's pattern (`{scene}_{shot}`); a missing part takes the signs beside it along. */
export function shotName(pattern: string, numbers: { readonly scene?: string; readonly shot?: string }): string {
  const full = pattern.replace(/\{(scene|shot)\}/g, (_, token: 'scene' | 'shot') => numbers[token] ?? '\u0000')
  const name = full.replace(/\u0000[_\-. ]*|[_\-. ]*\u0000/g, '')
  return name === '' ? (numbers.shot ?? numbers.scene ?? '') : name
}

// Far beyond any film; keeps a hostile number from ending the count.
const LARGEST = 100_000

function digitsOf(number: string): number {
  const digits = /\d{1,6}/.exec(number)?.[0]
  return digits === undefined ? 0 : Math.min(LARGEST, Number(digits))
}
