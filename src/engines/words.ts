// Controls, marks that turn the direction of writing round, and letters without a shape: nothing that a person should read.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const COLOURS = /\u001b\[[0-9;?]*[ -/]*[@-~]/g

/** One line of a stranger's words: without anything that hides or turns text, and no longer than `most` letters. */
export function cleanWords(text: string, most = 200): string {
  // Cut first, so that a text of megabytes costs nothing.
  const plain = text
    .slice(0, most * 4)
    .replace(COLOURS, '')
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(UNSEEN, '')
    .trim()
  return cut(plain, most)
}

/** Several lines of a stranger's words, such as a traceback or a console. */
export function cleanLines(text: string, most = 20_000): string {
  const plain = text
    .slice(0, most * 2)
    .replace(COLOURS, '')
    // What a terminal would have written over.
    .replace(/[^\n]*\r(?!\n)/g, '')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(UNSEEN, '')
  return cut(plain, most)
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  // Half a pair of surrogates is no letter.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}
