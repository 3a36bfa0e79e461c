/** What can be searched. */
export type Searchable = {
  readonly id: string
  readonly label: string
  readonly note: string
  readonly section: string
  /** Offered because it was chosen lately. */
  readonly recent?: boolean | undefined
}

/** Without a question, nodes are left out: there may be thousands of them. */
const MOST = 60

/** The items that fit the typed words, best first; without words, recent ones first. */
export function searchItems<T extends Searchable>(
  items: readonly T[],
  query: string,
  recent: readonly string[],
): readonly T[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return withoutQuery(items, recent)
  const found = items.flatMap((item) => {
    const score = scoreOf(item, words)
    return score === undefined ? [] : [{ item, score: score + recency(recent, item.id) + weight(item.section) }]
  })
  found.sort((a, b) => b.score - a.score)
  return found.slice(0, MOST).map(({ item }) => item)
}

function withoutQuery<T extends Searchable>(items: readonly T[], recent: readonly string[]): readonly T[] {
  const offered = items.filter(({ section }) => section !== 'nodes')
  const first = recent.flatMap((id) => offered.find((item) => item.id === id) ?? []).slice(0, 5)
  const lately = first.map((item) => ({ ...item, recent: true }))
  return [...lately, ...offered.filter((item) => !first.includes(item))].slice(0, MOST)
}

/** The sum over the words; undefined when one of them is nowhere. */
function scoreOf(item: Searchable, words: readonly string[]): number | undefined {
  const label = item.label.toLocaleLowerCase()
  const all = `${label} ${item.note.toLocaleLowerCase()}`
  let sum = 0
  for (const word of words) {
    const score = wordScore(label, all, word)
    if (score === undefined) return undefined
    sum += score
  }
  return sum
}

function wordScore(label: string, all: string, word: string): number | undefined {
  if (label === word) return 100
  if (label.startsWith(word)) return 80
  if (new RegExp(`(^|[\\s_-])${literal(word)}`).test(label)) return 60
  if (label.includes(word)) return 40
  if (all.includes(word)) return 20
  return word.length > 2 && isSubsequence(label, word) ? 5 : undefined
}

function literal(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function isSubsequence(text: string, word: string): boolean {
  let place = 0
  for (const letter of text) if (letter === word[place]) place += 1
  return place === word.length
}

function recency(recent: readonly string[], id: string): number {
  const place = recent.indexOf(id)
  return place < 0 ? 0 : Math.max(0, 10 - place)
}

function weight(section: string): number {
  return section === 'kinds' ? 8 : section === 'recipes' ? 4 : 0
}
