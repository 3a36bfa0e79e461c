import { useMemo } from 'react'
import { type Facts, factText, type Sentence } from '../../kernel/index.ts'
import { useFind, useI18nLanguage, useT } from '../../ui/browser.tsx'

/** Looks a key up that is only known at run time. */
type Find = (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined

/** Says a sentence of the rooms below (a failure, an issue, a reason, a doctor's report) in the reader's language. */
export type Say = {
  (sentence: Sentence): string
  /** A line of a card: the film's own words as they are, the program's said. */
  line(line: string | Sentence): string
  /** What an engine calls its progress: a word of ours is translated, a server's own stays as it is. */
  label(label: string): string
}

const WORD = 'word/'

/** Makes {@link Say}. What the catalogue does not know (an older row, a server's own words) is said as it came. */
export function createSay(find: Find, isEnglish: () => boolean): Say {
  const say = (sentence: Sentence): string => {
    const { code, message, facts = {} } = sentence
    // A sentence is born in English; only another language needs the catalogue.
    if (isEnglish()) return message
    if (code.startsWith(WORD)) return sayWord(find, code.slice(WORD.length), message)
    const text = find(`said.${code}`, valuesOf(facts, say))
    // A place that stayed open: the row was written before its sentence had this fact.
    return text === undefined || text.includes('{{') ? message : text
  }
  const label = (text: string) => (/^[a-z-]+$/.test(text) ? find(`runs.progress.${text}`) : undefined) ?? text
  return Object.assign(say, { label, line: (line: string | Sentence) => (typeof line === 'string' ? line : say(line)) })
}

function valuesOf(facts: Facts, say: (sentence: Sentence) => string): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'number' ? fact : factText(fact, say)]),
  )
}

function sayWord(find: Find, path: string, plain: string): string {
  if (!/^[\w$. -]+$/.test(path)) return plain
  const name = path.slice(path.lastIndexOf('.') + 1)
  return find(`inspector.kindFields.${path}`) ?? find(`inspector.kindFields.any.${name}`) ?? plain
}

/** How sentences are said in components; another one after a change of the language. */
export function useSay(): Say {
  const t = useT()
  const find = useFind()
  const language = useI18nLanguage()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `find` is new each time, but differs only when the texts do, as `t`
  return useMemo(() => createSay(find, () => language === 'en'), [t, language])
}

/** How sentences are said outside of components. The window keeps it in today's language. */
export const voice: { say: Say } = {
  say: createSay(
    () => undefined,
    () => true,
  ),
}
