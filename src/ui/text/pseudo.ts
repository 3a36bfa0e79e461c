import type { MessageTree } from './message-types.ts'

const PLAIN = 'abcdeghiklnoprstuwyzABCDEGHIKLNOPRSTUWYZ'
const ACCENTED = 'áƀçđéğħíķľñóþřšťúŵýžÁƁÇĐÉĞĦÍĶĽÑÓÞŘŠŤÚŴÝŽ'
const FILLER = 'łōŕēm īpšūm đōłōŕ '

/** What i18next and markup understand: variables, nesting and tags pass unchanged. */
const UNTOUCHED = /(\{\{.*?\}\}|\$t\(.*?\)|<[^>]*>)/

function accent(text: string): string {
  let out = ''
  for (const letter of text) {
    const at = PLAIN.indexOf(letter)
    out += at < 0 ? letter : ACCENTED.charAt(at)
  }
  return out
}

/** One text in the pseudo-language: accented, 40 % longer, in brackets, variables left alone. */
export function pseudoText(text: string): string {
  const parts = text.split(UNTOUCHED)
  const visible = parts.filter((_, index) => index % 2 === 0).join('').length
  const extra = Math.ceil(visible * 0.4)
  const tail =
    extra === 0
      ? ''
      : ` ${FILLER.repeat(Math.ceil(extra / FILLER.length))
          .slice(0, extra)
          .trimEnd()}`
  return `[${parts.map((part, index) => (index % 2 === 0 ? accent(part) : part)).join('')}${tail}]`
}

/** A whole catalogue in the pseudo-language: what stays plain on the screen was never translated. */
export function pseudoCatalogue(messages: MessageTree): MessageTree {
  const out: Record<string, string | MessageTree> = {}
  for (const [key, value] of Object.entries(messages))
    out[key] = typeof value === 'string' ? pseudoText(value) : pseudoCatalogue(value)
  return out
}
