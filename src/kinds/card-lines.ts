/** What a card could show at most; nothing longer is worked on. */
const LONGEST = 400
const MOST_LINES = 12

/** Texts as lines of a card: empty ones left out, long ones cut before anything is done with them. */
export function cardLines(...texts: readonly string[]): string[] {
  return texts
    .filter(Boolean)
    .slice(0, MOST_LINES)
    .map((text) => text.slice(0, LONGEST))
}

/** The first lines of a longer text. */
export function firstLines(text: string): string[] {
  return text
    .slice(0, LONGEST * MOST_LINES)
    .split('\n', MOST_LINES)
    .map((line) => line.slice(0, LONGEST))
}
