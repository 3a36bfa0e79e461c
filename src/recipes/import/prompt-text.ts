/** Where chance and the clock come from: the page draws and looks anew at every export. */
export type Chance = {
  /** 0 ≤ number < 1. */
  readonly random: () => number
  /** The time for `%date:…%`, as the wall clock shows it. */
  readonly now: WallTime
}

/** A moment as the clock on the wall shows it. */
export type WallTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Choices deeper than this stay as they are. */
const DEEPEST = 32

/** Cuts comments, draws one of every `{a|b}`, and takes the backslash off `\{`, `\|` and `\}`. */
export function drawPrompt(text: string, random: () => number, depth = 0): string {
  const plain = cutComments(text)
  if (!/[{\\]/.test(plain) || depth > DEEPEST) return bare(plain)
  let result = ''
  let at = 0
  while (at < plain.length) {
    const letter = plain[at]
    if (letter === '\\') {
      result += plain.slice(at, at + 2)
      at += 2
    } else if (letter === '{') {
      const block = readChoices(plain, at + 1)
      const chosen = block.choices[Math.floor(random() * block.choices.length)] ?? ''
      result += drawPrompt(chosen, random, depth + 1)
      at = block.end
    } else {
      result += letter
      at += 1
    }
  }
  return bare(result)
}

/** `/* … *\/` and `// …`; written out, because a pattern would search a long text again for every opening without an end. */
function cutComments(text: string): string {
  let result = ''
  let from = 0
  const lastEnd = text.lastIndexOf('*/')
  for (let at = text.indexOf('/'); at !== -1; at = text.indexOf('/', at)) {
    const next = text[at + 1]
    if (next !== '/' && (next !== '*' || lastEnd < at + 2)) {
      at += 1
      continue
    }
    result += text.slice(from, at)
    from = next === '/' ? lineEnd(text, at) : text.indexOf('*/', at + 2) + 2
    at = from
  }
  return result + text.slice(from)
}

function lineEnd(text: string, at: number): number {
  const rest = /[\n\r\u2028\u2029]/g
  rest.lastIndex = at
  return rest.exec(text)?.index ?? text.length
}

function bare(text: string): string {
  return text.replace(/\\([{}|])/g, '$1')
}

function readChoices(text: string, start: number): { readonly choices: string[]; readonly end: number } {
  const choices: string[] = []
  let from = start
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at]
    if (letter === '\\') at += 1
    else if (letter === '{') depth += 1
    else if (letter === '}' && depth > 0) depth -= 1
    else if (letter === '}') return { choices: [...choices, text.slice(from, at)], end: at + 1 }
    else if (letter === '|' && depth === 0) {
      choices.push(text.slice(from, at))
      from = at + 1
    }
  }
  return { choices: [...choices, text.slice(from)], end: text.length }
}

/** Fills `%date:…%` and `%Node.widget%`; every other word between percent signs is left to the server. */
export function replacePlaceholders(
  text: string,
  now: WallTime,
  lookUp: (node: string, widget: string) => string | undefined,
  unknown: (name: string) => void,
): string {
  return text.replace(/%([^%]+)%/g, (match, inside: string) => {
    const parts = inside.split('.')
    if (parts.length === 2) {
      const value = lookUp(parts[0] ?? '', parts[1] ?? '')
      if (value === undefined) unknown(inside)
      return value === undefined ? match : forFileName(value)
    }
    if (inside.startsWith('date:') && parts.length === 1) return formatMoment(inside.slice(5), now)
    if (inside !== 'width' && inside !== 'height') unknown(inside)
    return match
  })
}

/** Characters that a file name cannot hold become underscores. */
function forFileName(value: string): string {
  return [...value]
    .map((letter) => (/[/?<>\\:*|"]/.test(letter) || letter < ' ' || letter === '\x7F' ? '_' : letter))
    .join('')
}

/** `yyyy-MM-dd hh:mm:ss`: a doubled letter is padded to two digits. */
function formatMoment(pattern: string, now: WallTime): string {
  const parts: Readonly<Record<string, number>> = {
    d: now.day,
    M: now.month,
    h: now.hour,
    m: now.minute,
    s: now.second,
  }
  return pattern.replace(/yyyy|yy|dd?|MM?|hh?|mm?|ss?/g, (unit) => {
    if (unit === 'yyyy') return String(now.year)
    if (unit === 'yy') return String(now.year).slice(-2)
    return String(parts[unit[0] ?? ''] ?? '').padStart(unit.length, '0')
  })
}
