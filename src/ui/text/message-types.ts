/** A catalogue: areas of messages, nested as deep as helps; leaves are i18next texts with `{{variables}}`. */
export type MessageTree = { readonly [key: string]: string | MessageTree }

declare global {
  /**
   * The catalogue of the running program, empty here. `src/app/messages/en/index.ts` fills it once:
   * `declare global { interface MessageCatalogue extends English {} }`; then every `useT()` knows every key.
   */
  interface MessageCatalogue {}
}

/** The catalogue known to the compiler, or any catalogue as long as none was declared. */
export type KnownCatalogue = keyof MessageCatalogue extends never ? MessageTree : MessageCatalogue

type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

type Leaves<C, Prefix extends string = ''> = {
  [K in keyof C & string]: C[K] extends string
    ? `${Prefix}${K}`
    : string extends K
      ? string
      : Leaves<C[K], `${Prefix}${K}.`>
}[keyof C & string]

type WithoutForm<Path extends string> = Path extends `${infer Base}_${PluralForm}` ? Base : Path

/** Every key of a catalogue as a dotted path; the forms of a plural (`x_one`, `x_other`) are one key, `x`. */
export type MessageKey<C> = WithoutForm<Leaves<C>>

type At<C, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof C
    ? At<C[Head], Rest>
    : never
  : Path extends keyof C
    ? C[Path]
    : never

type TextAt<C, Path extends string> = At<C, Path> | At<C, `${Path}_other`> | At<C, `${Path}_one`>

type Trim<S extends string> = S extends ` ${infer R}` ? Trim<R> : S extends `${infer R} ` ? Trim<R> : S

type NameOf<S extends string> = S extends `${infer Name},${string}` ? Trim<Name> : Trim<S>

type VariablesOf<Text> = Text extends `${string}{{${infer Inner}}}${infer Rest}`
  ? NameOf<Inner> | VariablesOf<Rest>
  : never

/** What may stand for a `{{variable}}`. */
export type MessageValue = string | number | Date | readonly string[]

type ValuesFor<Names extends string> = { readonly [N in Names]: N extends 'count' ? number : MessageValue }

type IsPlural<C, Path extends string> = [At<C, `${Path}_other`>] extends [never] ? false : true

type Needed<C, Path extends string> = VariablesOf<TextAt<C, Path>> | (IsPlural<C, Path> extends true ? 'count' : never)

/** The values that the text behind a key asks for; none when it has no variable. */
export type MessageArguments<C, Path extends string> = string extends keyof C
  ? [values?: Readonly<Record<string, MessageValue>>]
  : [Needed<C, Path>] extends [never]
    ? []
    : [values: ValuesFor<Needed<C, Path>>]

/** Gives the text of a key in the current language. Keys and variables are checked by the compiler. */
export type Translate<C> = <K extends MessageKey<C>>(key: K, ...values: MessageArguments<C, K>) => string
