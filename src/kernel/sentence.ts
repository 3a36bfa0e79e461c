/** A sentence with places for facts: `'{{server}} does not answer.'`; two forms where it depends on the fact `count`. */
export type Template = string | { readonly one: string; readonly other: string }

/**
 * A sentence as data. `message` is English, for scripts, logs and whoever does not know the code; `code` and `facts` are
 * for a screen, which says it in its own language.
 */
export type Sentence = { readonly code: string; readonly message: string; readonly facts?: Facts }

/** What a sentence mentions: a name, a number, another sentence (a reason, a word of the interface), or a list of them. */
export type Fact = string | number | Sentence | readonly Fact[]

/** Facts by the name they have in the template. */
export type Facts = Readonly<Record<string, Fact>>

type FormsOf<T extends Template> = T extends string ? T : T extends { one: infer A; other: infer B } ? A | B : never

type NamesIn<Text> = Text extends string
  ? string extends Text
    ? string
    : Text extends `${string}{{${infer Name}}}${infer Rest}`
      ? Name | NamesIn<Rest>
      : never
  : never

/** Names of the facts that a template asks for. */
export type FactNames<T extends Template> = NamesIn<FormsOf<T>> | (T extends string ? never : 'count')

/** The facts that a template asks for: a missing or a misspelt one does not compile. */
export type FactsOf<T extends Template> = { readonly [Name in FactNames<T>]: Name extends 'count' ? number : Fact }

/** What is given together with a code: `facts` exactly when the sentence asks for some. */
export type WithFacts<T extends Template, Rest> = [FactNames<T>] extends [never]
  ? [context?: Rest]
  : [context: Rest & { readonly facts: FactsOf<T> }]

/** The sentences of one room by name: what a catalogue of a language is made from. */
export type SentenceSource = { readonly room: string; readonly templates: Readonly<Record<string, Template>> }

/** A room's closed list of sentences that are neither failures nor issues: reasons, repairs, labels. */
export type SentenceTable<Room extends string, Entries extends Readonly<Record<string, Template>>> = SentenceSource & {
  say<Name extends keyof Entries & string>(
    code: `${Room}/${Name}`,
    ...facts: [FactNames<Entries[Name]>] extends [never] ? [] : [facts: FactsOf<Entries[Name]>]
  ): Sentence
}

/** Declares sentences once: `defineSentences('jobs', { asked: 'A new take was asked for.' })`. */
export function defineSentences<const Room extends string, const Entries extends Readonly<Record<string, Template>>>(
  room: Room,
  entries: Entries,
): SentenceTable<Room, Entries> {
  const say = (code: string, facts?: Facts): Sentence => sayTemplate(code, entries[code.slice(room.length + 1)], facts)
  return { room, templates: entries, say }
}

/** The sentence of a template, English and as data. */
export function sayTemplate(code: string, template: Template = '', facts?: Facts): Sentence {
  return { code, message: fillSentence(template, facts), ...(facts ? { facts } : {}) }
}

/** Puts facts into a template. A fact that is not there stays visible as its name, so that nobody reads half a sentence. */
export function fillSentence(template: Template, facts: Facts = {}): string {
  const text = typeof template === 'string' ? template : facts.count === 1 ? template.one : template.other
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => {
    const fact = facts[name]
    return fact === undefined ? place : factText(fact, (sentence) => sentence.message)
  })
}

/** A fact in words; `say` words the sentences in it. */
export function factText(fact: Fact, say: (sentence: Sentence) => string): string {
  if (typeof fact !== 'object') return String(fact)
  return 'message' in fact ? say(fact) : fact.map((one) => factText(one, say)).join(', ')
}

/** A word of the catalogue as a fact, such as the name of a port; `plain` stands for it in English and in logs. */
export function wordFact(area: 'names' | 'ports' | 'types' | 'values' | 'moves', plain: string): Sentence {
  return { code: `word/${area}.${plain}`, message: plain }
}
