import {
  type Facts,
  type Sentence,
  type SentenceSource,
  sayTemplate,
  type Template,
  type WithFacts,
} from './sentence.ts'

/** Where an issue lies: a path in a file, a node of the storyboard, a field of it. */
export type IssuePlace = {
  readonly path?: string
  readonly nodeId?: string
  readonly field?: string
  readonly edgeId?: string
}

/** A named repair that the program can do by itself when the person agrees; its sentence stands on the button. */
export type IssueFix = Sentence & { readonly action: string; readonly value?: unknown }

/** Something that a person can mend before an operation starts. Several are returned together, never thrown. */
export type Issue = Sentence & {
  readonly severity: 'error' | 'warning' | 'info'
  readonly at: IssuePlace
  readonly fix?: IssueFix
}

type IssueEntry = { readonly message: Template; readonly severity?: Issue['severity'] }

/** Where an issue lies and how it can be mended, beside the facts of its sentence. */
export type IssueContext = { readonly at?: IssuePlace | undefined; readonly fix?: IssueFix | undefined }

/** A room's closed list of issues. */
export type IssueTable<Room extends string, Entries extends Readonly<Record<string, IssueEntry>>> = SentenceSource & {
  readonly entries: Entries
  readonly codes: readonly `${Room}/${keyof Entries & string}`[]
  make<Name extends keyof Entries & string>(
    code: `${Room}/${Name}`,
    ...context: WithFacts<Entries[Name]['message'], IssueContext>
  ): Issue
}

/** Declares a room's issues once; `error` unless said otherwise: `defineIssues('kinds', { 'no-sound': { message } })`. */
export function defineIssues<const Room extends string, const Entries extends Readonly<Record<string, IssueEntry>>>(
  room: Room,
  entries: Entries,
): IssueTable<Room, Entries> {
  const names = Object.keys(entries) as (keyof Entries & string)[]
  const make = (code: string, { at = {}, fix, facts }: IssueContext & { readonly facts?: Facts } = {}): Issue => {
    const entry = entries[code.slice(room.length + 1)]
    return {
      ...sayTemplate(code, entry?.message, facts),
      severity: entry?.severity ?? 'error',
      at,
      ...(fix ? { fix } : {}),
    }
  }
  const templates = Object.fromEntries(names.map((name) => [name, entries[name]?.message ?? '']))
  return { room, entries, templates, codes: names.map((name) => `${room}/${name}` as const), make }
}

/** True when at least one of the issues forbids going on. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((one) => one.severity === 'error')
}
