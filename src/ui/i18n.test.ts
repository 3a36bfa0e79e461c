import { describe, expect, expectTypeOf, it } from 'vitest'
import { createI18n } from './i18n.browser.ts'
import { createFormats } from './text/formats.ts'
import type { MessageKey, MessageTree } from './text/message-types.ts'
import { pseudoCatalogue, pseudoText } from './text/pseudo.ts'

const messages = {
  queue: {
    title: 'Queue',
    waiting_one: '{{count}} job is waiting on {{server}}',
    waiting_other: '{{count}} jobs are waiting on {{server}}',
    size: 'Takes hold {{size, bytes}}',
    left: 'about {{ms, duration}}',
  },
  failure: { 'comfyui/missing-node': 'No node {{name}}' },
} as const

const deferred = <T>() => {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('texts', () => {
  it('chooses the plural form and fills variables in', () => {
    const { t } = createI18n({ messages }).state
    expect(t('queue.waiting', { count: 1, server: 'gpu-1' })).toBe('1 job is waiting on gpu-1')
    expect(t('queue.waiting', { count: 3, server: 'gpu-1' })).toBe('3 jobs are waiting on gpu-1')
  })

  it('leaves markup in variables as it is, because React escapes it', () => {
    const { t } = createI18n({ messages }).state
    expect(t('queue.waiting', { count: 2, server: '<b>&</b>' })).toBe('2 jobs are waiting on <b>&</b>')
  })

  it('does not look for variables inside the values of variables', () => {
    const { t } = createI18n({ messages }).state
    expect(t('queue.waiting', { count: 2, server: '{{count}} $t(queue.title)' })).toBe(
      '2 jobs are waiting on {{count}} $t(queue.title)',
    )
  })

  it('formats sizes and lengths inside a text', () => {
    const { t } = createI18n({ messages }).state
    expect(t('queue.size', { size: 3_100_000_000 })).toBe('Takes hold 3.1 GB')
    expect(t('queue.left', { ms: 360_000 })).toBe('about 6 min')
  })

  it('finds a text by a key known only at run time, and nothing when there is none', () => {
    const i18n = createI18n({ messages })
    expect(i18n.find('failure.comfyui/missing-node', { name: 'KSampler' })).toBe('No node KSampler')
    expect(i18n.find('failure.comfyui/unheard-of')).toBeUndefined()
    expect(i18n.find('queue')).toBeUndefined()
  })

  it('knows keys and their variables by type', () => {
    const { t } = createI18n({ messages }).state
    expectTypeOf<MessageKey<typeof messages>>().toEqualTypeOf<
      'queue.title' | 'queue.waiting' | 'queue.size' | 'queue.left' | 'failure.comfyui/missing-node'
    >()
    // @ts-expect-error: no such key
    t('queue.nothing')
    // @ts-expect-error: the server is missing
    t('queue.waiting', { count: 1 })
    // @ts-expect-error: the title has no variables
    t('queue.title', { count: 1 })
  })

  it('tells once of a key without a text and shows the key', () => {
    const missing: string[] = []
    const i18n = createI18n<MessageTree>({ messages, onMissing: (key) => missing.push(key) })
    expect(i18n.state.t('queue.gone')).toBe('queue.gone')
    i18n.state.t('queue.gone')
    expect(missing).toEqual(['queue.gone'])
  })
})

describe('languages', () => {
  const german: MessageTree = {
    queue: { title: 'Warteschlange', waiting_one: 'ein Auftrag', waiting_other: '{{count}} Aufträge' },
  }

  it('loads a language when it is first chosen, once, and falls back to English for what it lacks', async () => {
    let loads = 0
    const i18n = createI18n<MessageTree>({
      messages,
      load: {
        de: async () => {
          loads += 1
          return german
        },
      },
    })
    expect(loads).toBe(0)
    await i18n.setLanguage('de')
    await i18n.setLanguage('en')
    await i18n.setLanguage('de')
    expect(loads).toBe(1)
    expect(i18n.state.t('queue.title')).toBe('Warteschlange')
    expect(i18n.state.t('queue.waiting', { count: 5 })).toBe('5 Aufträge')
    expect(i18n.state.t('failure.comfyui/missing-node', { name: 'X' })).toBe('No node X')
  })

  it('tells subscribers with a new state, and keeps the state while nothing changes', async () => {
    const i18n = createI18n<MessageTree>({ messages, load: { ar: async () => ({ queue: { title: 'قائمة' } }) } })
    const before = i18n.state
    expect(i18n.state).toBe(before)
    const seen: string[] = []
    const stop = i18n.subscribe(() => seen.push(`${i18n.state.language} ${i18n.state.direction}`))
    await i18n.setLanguage('ar')
    stop()
    await i18n.setLanguage('en')
    expect(seen).toEqual(['ar rtl'])
    expect(i18n.state).not.toBe(before)
  })

  it('shows the later of two choices even when its texts arrive first', async () => {
    const slow = deferred<MessageTree>()
    const i18n = createI18n<MessageTree>({
      messages,
      load: { de: () => slow.promise, fr: async () => ({ queue: { title: 'File' } }) },
    })
    const first = i18n.setLanguage('de')
    await i18n.setLanguage('fr')
    slow.resolve(german)
    await first
    expect(i18n.state.language).toBe('fr')
    expect(i18n.state.t('queue.title')).toBe('File')
  })

  it('stays as it was when a language cannot be loaded', async () => {
    const i18n = createI18n<MessageTree>({ messages, load: { de: () => Promise.reject(new Error('offline')) } })
    await expect(i18n.setLanguage('de')).rejects.toMatchObject({ failure: { code: 'ui/language-not-loaded' } })
    await expect(i18n.setLanguage('tlh')).rejects.toMatchObject({ failure: { code: 'ui/language-unknown' } })
    expect(i18n.state.t('queue.title')).toBe('Queue')
  })
})

describe('the pseudo-language', () => {
  it('is derived from any catalogue and keeps variables, plurals and formats working', async () => {
    const i18n = createI18n<MessageTree>({ messages })
    await i18n.setLanguage('qps')
    const text = i18n.state.t('queue.waiting', { count: 2, server: 'gpu-1' })
    expect(text).toMatch(/^\[2 .*gpu-1.*\]$/)
    expect(text).not.toMatch(/jobs|waiting/)
    expect(i18n.state.t('queue.size', { size: 2000 })).toContain('2 kB')
    expect(i18n.find('queue.title')).toBe(pseudoText('Queue'))
  })

  it('is about 40 % longer and in brackets', () => {
    const source = 'A sentence that says what will happen on Run'
    const grown = pseudoText(source)
    expect(grown.startsWith('[') && grown.endsWith(']')).toBe(true)
    expect(grown.length).toBeGreaterThanOrEqual(source.length * 1.35)
    expect(grown.length).toBeLessThanOrEqual(source.length * 1.6)
  })

  it('keeps every key', () => {
    const paths = (tree: MessageTree, prefix = ''): string[] =>
      Object.entries(tree).flatMap(([key, value]) =>
        typeof value === 'string' ? [prefix + key] : paths(value, `${prefix}${key}.`),
      )
    expect(paths(pseudoCatalogue(messages))).toEqual(paths(messages))
  })
})

describe('formats', () => {
  const formats = createFormats('en')

  it.each([
    [0, '0:00'],
    [31_000, '0:31'],
    [72_900, '1:12'],
    [3_723_000, '1:02:03'],
    [-5000, '-0:05'],
  ])('writes %i ms as the clock %s', (length, text) => expect(formats.clock(length)).toBe(text))

  it.each([
    [55_000, '55 sec'],
    [90_000, '1 min 30 sec'],
    [120_000, '2 min'],
    [364_000, '6 min'],
    [3_599_000, '1 hr'],
    [4_800_000, '1 hr 20 min'],
  ])('writes %i ms in words as %s', (length, text) => expect(formats.duration(length)).toBe(text))

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [999_960, '1 MB'],
    [3_100_000_000, '3.1 GB'],
    [250_400_000, '250 MB'],
  ])('writes %i bytes as %s', (size, text) => expect(formats.bytes(size)).toBe(text))

  it('says how long ago', () => {
    expect(formats.ago(0, 3000)).toBe('3 seconds ago')
    expect(formats.ago(0, 172_800_000)).toBe('2 days ago')
    expect(formats.ago(7_200_000, 0)).toBe('in 2 hours')
    expect(formats.ago(0, 0)).toBe('now')
  })

  it('follows the language', () => {
    expect(createFormats('de').number(1234.5)).toBe('1.234,5')
    expect(createFormats('en').percent(0.42)).toBe('42%')
    expect(createFormats('en').list(['a', 'b', 'c'])).toBe('a, b, and c')
  })

  it('writes timecode in the rate of the film', () => {
    expect(formats.timecode(131, { num: 24, den: 1 })).toBe('00:00:05:11')
    expect(formats.timecode(1800, { num: 30000, den: 1001 })).toBe('00:01:00;02')
  })
})
