import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const source = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

function block(selector: string): Map<string, string> {
  const start = source.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`tokens.css has no ${selector}`)
  const body = source.slice(source.indexOf('{', start) + 1, source.indexOf('}', start))
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]))
}

/** Relative luminance of an `oklch(L C H)` colour, by the matrices of CSS Color 4; out-of-range channels are clipped. */
function luminance(colour: string): number {
  const found = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(colour)
  if (!found) throw new Error(`not a plain oklch colour: ${colour}`)
  const [lightness = 0, chroma = 0, hue = 0] = found.slice(1).map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (channel: number) => Math.min(1, Math.max(0, channel))
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const dark = block(':root')
const themes = {
  dark,
  light: new Map([...dark, ...block(":root[data-theme='light']")]),
  contrast: new Map([...dark, ...block(":root[data-theme='contrast']")]),
}

const GROUNDS = ['--room', '--panel', '--raised', '--hover']
const TEXTS = ['--text', '--text-2', '--text-3', '--accent', '--stale', '--failed', '--done']
const PORTS = ['scene', 'shot', 'text', 'image', 'video', 'audio', 'subject', 'style', 'cut'].map(
  (type) => `--port-${type}`,
)

describe.each(Object.entries(themes))('the %s theme', (name, tokens) => {
  const value = (token: string) => tokens.get(token) ?? ''
  const least = name === 'contrast' ? 7 : 4.5

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    'reads %s on %s',
    (text, ground) => {
      expect(contrast(value(text), value(ground))).toBeGreaterThanOrEqual(least)
    },
  )

  it.each([
    ['--accent-text', '--accent'],
    ['--accent-text', '--accent-hover'],
    ['--failed-fill-text', '--failed-fill'],
  ])('reads %s on %s', (text, ground) => {
    expect(contrast(value(text), value(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each([...PORTS, '--focus', '--control-line'].flatMap((mark) => GROUNDS.map((ground) => [mark, ground] as const)))(
    'shows %s on %s',
    (mark, ground) => expect(contrast(value(mark), value(ground))).toBeGreaterThanOrEqual(3),
  )
})

it('keeps the room without tint in every theme', () => {
  for (const tokens of Object.values(themes))
    for (const ground of [...GROUNDS, '--line', '--line-strong', '--text', '--text-2', '--text-3'])
      expect(tokens.get(ground)).toMatch(/^oklch\([\d.]+ 0 0\)$/)
})
