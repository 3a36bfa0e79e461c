/** Longest foreign name that is shown. */
export const LONGEST_NAME = 120
/** Longest foreign message that is shown. */
export const LONGEST_MESSAGE = 2_000

// Controls, and the signs that turn the direction of writing around: a name must not look like another one. Tabs and line
// breaks become spaces; joiners stay, because scripts and emoji need them.
const CONTROLS = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]+/gu

/** Foreign words fit to be shown: one line, without control and direction signs, cut to a length with an ellipsis. */
export function cleanText(text: string, most: number = LONGEST_MESSAGE): string {
  // Looked at only as far as could be shown: a server may send megabytes.
  const head = text.slice(0, most * 4)
  const clean = head
    .replace(/[\t\n\r\v\f\u0085\u2028\u2029]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  if (clean.length <= most && head.length === text.length) return clean
  return `${clean.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** A foreign name fit to be shown, `fallback` when nothing of it is left. */
export function cleanName(name: string, fallback = ''): string {
  return cleanText(name.normalize('NFC'), LONGEST_NAME) || fallback
}
