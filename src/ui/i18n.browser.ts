import i18next, { type i18n as Engine } from 'i18next'
import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useSyncExternalStore,
} from 'react'
import { uiFailures } from './failures.ts'
import { uiMessages } from './messages.ts'
import { createFormats, type Formats } from './text/formats.ts'
import type { KnownCatalogue, MessageTree, MessageValue, Translate } from './text/message-types.ts'

/** The pseudo-language that shows what was never translated and what breaks when texts grow. */
export const PSEUDO = 'qps'

/** Internally a variant of English, because plural rules and Intl must know it. */
const PSEUDO_TAG = 'en-XA'

type Values = Readonly<Record<string, MessageValue>>

/** What a language change hands to everything that shows text; a new object per change. */
export type I18nState<C> = {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly t: Translate<C>
  readonly formats: Formats
}

/** The texts of the program in one language at a time. */
export type I18n<C = KnownCatalogue> = {
  readonly state: I18nState<C>
  readonly languages: readonly string[]
  /** Loads and shows another language; of two calls the later one wins. Throws `ui/language-…` and changes nothing. */
  setLanguage(language: string): Promise<void>
  /** The text of a key that is only known at run time (a failure code), or undefined when there is none. */
  find(key: string, values?: Values): string | undefined
  /** Adds areas of English that came later, such as those of a screen; everything that shows text is drawn again. */
  add(areas: MessageTree): Promise<void>
  subscribe(listener: () => void): () => void
}

/** Where texts come from. */
export type I18nOptions<C> = {
  /** English, complete: every key falls back to it. */
  readonly messages: C
  /** Further languages by BCP 47 tag, fetched when first chosen; may be incomplete. */
  readonly load?: Readonly<Record<string, () => Promise<MessageTree>>>
  /** Told once of each key that has no text; the key itself is shown then. */
  readonly onMissing?: (key: string, language: string) => void
}

/** Makes the texts of the program, showing English until `setLanguage` is called. */
export function createI18n<const C extends MessageTree>(options: I18nOptions<C>): I18n<C> {
  const engine = startEngine(options)
  const listeners = new Set<() => void>()
  let state = describe<C>(engine, 'en')
  let wish = 0
  let catalogue: MessageTree = options.messages
  mark(state)

  const show = (language: string) => {
    state = describe<C>(engine, language)
    mark(state)
    for (const listener of [...listeners]) listener()
  }

  async function ensureLoaded(language: string): Promise<void> {
    const tag = tagOf(language)
    if (engine.hasResourceBundle(tag, 'translation')) return
    if (language === PSEUDO) {
      const { pseudoCatalogue } = await import('./text/pseudo.ts')
      engine.addResourceBundle(tag, 'translation', pseudoCatalogue(catalogue))
      return
    }
    const load = options.load?.[language]
    if (!load) throw uiFailures.error('ui/language-unknown', { facts: { language } })
    try {
      engine.addResourceBundle(tag, 'translation', await load())
    } catch (cause) {
      throw uiFailures.error('ui/language-not-loaded', { facts: { language }, detail: String(cause), cause })
    }
  }

  return {
    get state() {
      return state
    },
    languages: ['en', ...Object.keys(options.load ?? {}), PSEUDO],
    async setLanguage(language) {
      wish += 1
      const mine = wish
      await ensureLoaded(language)
      if (mine !== wish) return
      await engine.changeLanguage(tagOf(language))
      if (mine !== wish) return
      show(language)
    },
    async add(areas) {
      catalogue = { ...catalogue, ...areas }
      engine.addResourceBundle('en', 'translation', areas, true, true)
      if (engine.hasResourceBundle(PSEUDO_TAG, 'translation')) {
        const { pseudoCatalogue } = await import('./text/pseudo.ts')
        engine.addResourceBundle(PSEUDO_TAG, 'translation', pseudoCatalogue(areas), true, true)
      }
      show(state.language)
    },
    find(key, values) {
      if (!engine.exists(key, values)) return undefined
      const text: unknown = engine.t(key, { ...values, returnObjects: true })
      return typeof text === 'string' ? text : undefined
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function startEngine<C extends MessageTree>(options: I18nOptions<C>): Engine {
  const engine = i18next.createInstance()
  const told = new Set<string>()
  void engine.init({
    lng: 'en',
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: options.messages } },
    nsSeparator: false,
    returnNull: false,
    // React escapes what it renders; escaping twice would show `&amp;`.
    interpolation: { escapeValue: false },
    saveMissing: options.onMissing !== undefined,
    missingKeyHandler: (languages, _namespace, key) => {
      if (told.has(key)) return
      told.add(key)
      options.onMissing?.(key, languages[0] ?? 'en')
    },
  })
  const formatter = engine.services.formatter
  formatter?.add('bytes', (value, language) => createFormats(language ?? 'en').bytes(Number(value)))
  formatter?.add('duration', (value, language) => createFormats(language ?? 'en').duration(Number(value)))
  formatter?.add('clock', (value, language) => createFormats(language ?? 'en').clock(Number(value)))
  formatter?.add('percent', (value, language) => createFormats(language ?? 'en').percent(Number(value)))
  return engine
}

function tagOf(language: string): string {
  return language === PSEUDO ? PSEUDO_TAG : language
}

function describe<C>(engine: Engine, language: string): I18nState<C> {
  const tag = tagOf(language)
  const translate = engine.getFixedT(tag)
  return {
    language,
    direction: engine.dir(tag),
    // The engine knows keys as plain text; that they exist was checked where `t` is called.
    t: ((key: string, values?: Values) => translate(key, { ...values })) as unknown as Translate<C>,
    formats: createFormats(tag),
  }
}

function mark(state: Pick<I18nState<never>, 'language' | 'direction'>): void {
  if (typeof document === 'undefined') return
  document.documentElement.lang = tagOf(state.language)
  document.documentElement.dir = state.direction
}

const Context = createContext<I18n | undefined>(undefined)

/** Gives the texts to everything below. */
export function I18nProvider(props: { readonly i18n: I18n; readonly children: ReactNode }): ReactElement {
  return createElement(Context, { value: props.i18n }, props.children)
}

/** The language, its formats and `t`; renders again when the language changes. */
export function useI18n(): I18nState<KnownCatalogue> {
  const i18n = useContext(Context)
  if (!i18n) throw new Error('useT and useFormats need an I18nProvider above them.')
  const read = () => i18n.state
  return useSyncExternalStore(i18n.subscribe, read, read)
}

/** The translator of the current language: `const t = useT(); t('queue.waiting', { count })`. */
export function useT(): Translate<KnownCatalogue> {
  return useI18n().t
}

/** How the current language writes numbers, times and sizes. */
export function useFormats(): Formats {
  return useI18n().formats
}

/** Texts by a key known at run time, such as a failure's code; undefined when the catalogue has none. */
export function useFind(): (key: string, values?: Values) => string | undefined {
  const i18n = useContext(Context)
  useI18n()
  return (key, values) => i18n?.find(key, values)
}

const noSubscription = () => () => {}

/** English without an engine: a lone primitive must not touch the page's language. */
function plainText(key: string, values: Values = {}): string {
  let found: unknown = uiMessages
  for (const step of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[step]
  return String(found ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** The kit's own words; speaks English where no provider is above, so that a lone primitive never breaks. */
export function useUiT(): Translate<typeof uiMessages> {
  const i18n = useContext(Context)
  const read = () => i18n?.state
  const state = useSyncExternalStore(i18n?.subscribe ?? noSubscription, read, read)
  const t = (key: string, values?: Values) => (state && i18n?.find(`ui.${key}`, values)) ?? plainText(key, values)
  return t as unknown as Translate<typeof uiMessages>
}

/** What the current language calls the direction of reading; `ltr` where no provider is above. */
export function useDirection(): 'ltr' | 'rtl' {
  const i18n = useContext(Context)
  const read = () => i18n?.state.direction ?? 'ltr'
  return useSyncExternalStore(i18n?.subscribe ?? noSubscription, read, read)
}

/** The tag by which Intl knows the current language; English where no provider is above. */
export function useI18nLanguage(): string {
  const i18n = useContext(Context)
  const read = () => tagOf(i18n?.state.language ?? 'en')
  return useSyncExternalStore(i18n?.subscribe ?? noSubscription, read, read)
}
