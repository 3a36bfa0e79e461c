import { describe, expect, expectTypeOf, test } from 'vitest'
import { sentenceSources } from '../../studio/sentences.ts'
import { createI18n, type MessageTree, uiMessages } from '../../ui/browser.tsx'
import { sentenceMessages } from '../words/catalogue.browser.ts'
import { appSentences } from '../words/failures.browser.ts'
import { germanMessages } from './de/index.browser.ts'
import { appMessages } from './en/index.ts'
import { lateMessages } from './en/late.ts'
import { SAME_IN_BOTH } from './same-in-both.ts'
import type { SaidBy, StrangePlaces, Translation } from './translation.ts'

const said = sentenceMessages([...sentenceSources, ...appSentences])
const english = textsOf({ ui: uiMessages, ...appMessages, ...lateMessages, said })
const german = textsOf(germanMessages)

/** Every text by its path. */
function textsOf(tree: MessageTree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...textsOf(value, `${prefix}${key}.`)],
    ),
  )
}

const placesOf = (text = '') => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([place]) => place).sort()
const withoutPlaces = (text: string) => text.replace(/\{\{.*?\}\}/g, '')

describe('German', () => {
  test('has every text of English, and no other', () => {
    expect([...english.keys()].filter((key) => !german.has(key))).toEqual([])
    expect([...german.keys()].filter((key) => !english.has(key))).toEqual([])
    expect(german.size).toBeGreaterThan(1500)
  })

  test('has the same places in every text', () => {
    const differing = [...german].filter(([key, text]) => `${placesOf(text)}` !== `${placesOf(english.get(key))}`)
    expect(differing).toEqual([])
  })

  test('is no English, but for words that both have', () => {
    const words = new Set<string>(SAME_IN_BOTH)
    const same = [...german].filter(([key, text]) => text === english.get(key) && /\p{L}{2}/u.test(withoutPlaces(text)))
    expect(same.filter(([, text]) => !words.has(text))).toEqual([])
    // A word that is not needed any more goes.
    expect(SAME_IN_BOTH.filter((word) => !same.some(([, text]) => text === word))).toEqual([])
  })

  test('quotes as German does, and addresses nobody', () => {
    const odd = [...german].filter(([, text]) =>
      /”|"|(^|[^„])“(?=\p{L})|[\p{Ll},] Sie\b|\b(Ihre?[nmrs]?|du|dir|dich|dein\w*)\b/u.test(text),
    )
    expect(odd).toEqual([])
  })
})

describe('the shape of a translation', () => {
  const source = { title: 'Queue', left: '{{count}} left on {{server}}' } as const

  test('takes the places in any order', () => {
    const texts = { title: 'Warteschlange', left: 'Auf {{server}} noch {{count}}' } as const satisfies Translation<
      typeof source
    >
    expectTypeOf<StrangePlaces<typeof source, typeof texts>>().toBeNever()
  })

  test('refuses a missing text, one too many and a lost place', () => {
    // @ts-expect-error: `left` is missing
    const short = { title: 'Warteschlange' } satisfies Translation<typeof source>
    const long = {
      title: 'Warteschlange',
      left: '{{count}} auf {{server}}',
      // @ts-expect-error: English has no such text
      more: 'mehr',
    } satisfies Translation<typeof source>
    const lost = {
      title: 'Warteschlange',
      // @ts-expect-error: the server is lost
      left: 'noch {{count}}',
    } satisfies Translation<typeof source>
    expect([short, long, lost]).toHaveLength(3)
  })

  test('names the texts with a place of their own', () => {
    const texts = { title: 'Warteschlange {{name}}', left: '{{count}} auf {{server}}' } as const
    expectTypeOf<StrangePlaces<typeof source, typeof texts>>().toEqualTypeOf<'title'>()
  })

  test('holds for the sentences of a room', () => {
    // @ts-expect-error: the others are missing
    const few = { 'bad-start': '„{{start}}“ passt nicht.' } as const satisfies SaidBy<'timeline'>
    const lost = {
      ...({} as SaidBy<'timeline'>),
      // @ts-expect-error: the start is lost
      'bad-start': 'Das passt nicht.',
    } as const satisfies SaidBy<'timeline'>
    expect([few, lost]).toHaveLength(2)
  })
})

describe('German in use', () => {
  test('chooses its plural, fills places in and writes numbers as German does', async () => {
    const messages: MessageTree = { ui: uiMessages, ...appMessages, ...lateMessages, said }
    const i18n = createI18n<MessageTree>({ messages, load: { de: async () => germanMessages } })
    await i18n.setLanguage('de')
    expect(i18n.state.t('canvas.card.takes', { count: 1 })).toBe('1 Take')
    expect(i18n.state.t('inspector.kindFields.counts.shot', { count: 3 })).toBe('3 Einstellungen')
    expect(i18n.state.t('servers.memoryText', { free: 3_100_000_000, total: 24_000_000_000 })).toBe(
      '3,1\u00a0GB von 24\u00a0GB frei',
    )
    expect(i18n.state.formats.number(1234.5)).toBe('1.234,5')
  })
})
