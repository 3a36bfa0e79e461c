import type { FailureTable, IssueTable, SentenceTable } from '../../kernel/index.ts'
import type { sentenceSources } from '../../studio/sentences.ts'

/**
 * The texts of another language in the shape of the English ones: a key that is missing, one too many or a place that
 * got lost or has another name does not compile.
 */
export type Translation<English> = {
  readonly [Key in keyof English]: English[Key] extends string ? WithPlaces<English[Key]> : Translation<English[Key]>
}

/** Any text with the same `{{places}}`, in whatever order the language needs. */
type WithPlaces<Text extends string, Rule = string> = Text extends `${string}{{${infer Place}}}${infer Rest}`
  ? WithPlaces<Rest, Rule & `${string}{{${Place}}}${string}`>
  : Rule

type PlacesOf<Text> = Text extends `${string}{{${infer Place}}}${infer Rest}` ? Place | PlacesOf<Rest> : never

/** The paths of texts that have a place which the English ones do not have; none, if all is well. */
export type StrangePlaces<English, Texts, Path extends string = ''> = {
  [Key in keyof English & keyof Texts & string]: English[Key] extends string
    ? [Exclude<PlacesOf<Texts[Key]>, PlacesOf<English[Key]>>] extends [never]
      ? never
      : `${Path}${Key}`
    : StrangePlaces<English[Key], Texts[Key], `${Path}${Key}.`>
}[keyof English & keyof Texts & string]

type Tables = (typeof sentenceSources)[number]

type TemplatesOf<Table, Room extends string> =
  Table extends FailureTable<Room, infer Entries>
    ? { [Name in keyof Entries]: Entries[Name]['message'] }
    : Table extends IssueTable<Room, infer Entries>
      ? { [Name in keyof Entries]: Entries[Name]['message'] }
      : Table extends SentenceTable<Room, infer Entries>
        ? Entries
        : never

type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never

type TemplateLike<English> = English extends string ? WithPlaces<English> : Translation<English>

/** The sentences of tables in another language, with the same places as the English ones. */
export type SaidIn<Table, Room extends string = string> = {
  readonly [Name in keyof Together<TemplatesOf<Table, Room>>]: TemplateLike<Together<TemplatesOf<Table, Room>>[Name]>
}

/** All sentences of a room below the screens in another language. */
export type SaidBy<Room extends string> = SaidIn<Tables, Room>
