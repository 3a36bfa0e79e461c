/** A name that is being typed after `@` or `{`: what was typed of it and where it stands. */
export type Typed = { readonly sign: '@' | '{'; readonly query: string; readonly from: number; readonly to: number }

/** One thing that can be chosen. `insert` is what the text gets, without the sign. */
export type Choice = {
  readonly sign: '@' | '{'
  readonly name: string
  readonly detail: string
  /** The subject that is wired when it is chosen. */
  readonly nodeId?: string
  /** Already wired into the node. */
  readonly wired?: boolean
}

/** The name at the caret, when one is being typed there. */
export function typedAt(text: string, caret: number): Typed | undefined {
  const before = text.slice(0, caret)
  const mention = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}_-]{0,60})$/u.exec(before)
  if (mention) return { sign: '@', query: mention[1] ?? '', from: caret - (mention[1]?.length ?? 0) - 1, to: caret }
  const variable = /\{([\p{L}\p{N}_ -]{0,60})$/u.exec(before)
  if (variable) return { sign: '{', query: variable[1] ?? '', from: caret - (variable[1]?.length ?? 0) - 1, to: caret }
  return undefined
}

/** Choices that fit what was typed, those that begin with it first. */
export function fitting(choices: readonly Choice[], { sign, query }: Typed): readonly Choice[] {
  const wanted = query.trim().toLowerCase()
  const found = choices.filter((choice) => choice.sign === sign && choice.name.toLowerCase().includes(wanted))
  const begins = (choice: Choice) => (choice.name.toLowerCase().startsWith(wanted) ? 0 : 1)
  return found.sort((a, b) => begins(a) - begins(b))
}

/** The text with the name put in, and where the caret stands afterwards. A closing brace that is there is used. */
export function complete(text: string, { sign, from, to }: Typed, name: string): { text: string; caret: number } {
  const rest = text.slice(to)
  const word = sign === '@' ? `@${name}` : `{${name}}`
  const behind = sign === '{' && rest.startsWith('}') ? rest.slice(1) : rest
  const space = sign === '@' && !/^[\s.,;:!?)\]}]/.test(behind) ? ' ' : ''
  return { text: text.slice(0, from) + word + space + behind, caret: from + word.length + (space ? 1 : 0) }
}

/** A stretch of a text: plain words, or a name with what is known of it. */
export type Stretch = { readonly text: string; readonly is: 'plain' | 'subject' | 'variable' | 'unknown' }

/** Cuts a text into plain words and names; names that `isKnown` does not know are marked. */
export function stretchesOf(text: string, isKnown: (sign: '@' | '{', name: string) => boolean): readonly Stretch[] {
  const stretches: Stretch[] = []
  let at = 0
  for (const match of text.matchAll(/@([\p{L}\p{N}_-]{1,60})|\{([\p{L}\p{N}_ -]{1,60})\}/gu)) {
    if (match.index > at) stretches.push({ text: text.slice(at, match.index), is: 'plain' })
    const sign = match[1] === undefined ? '{' : '@'
    const name = (match[1] ?? match[2] ?? '').trim().toLowerCase()
    const kind = sign === '@' ? 'subject' : 'variable'
    stretches.push({ text: match[0], is: isKnown(sign, name) ? kind : 'unknown' })
    at = match.index + match[0].length
  }
  if (at < text.length) stretches.push({ text: text.slice(at), is: 'plain' })
  return stretches
}

/** True where a typed sentence has ended: what follows is the next thing to undo. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？]["”’)]?\s*$|\n\s*$/u.test(text)
}
