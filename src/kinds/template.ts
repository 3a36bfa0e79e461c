import type { MediaInput } from '../assets/index.ts'
import type { Issue } from '../kernel/index.ts'
import type { PortValue, SceneFacts, Settings, ShotFacts, StyleFacts, SubjectFacts } from '../storyboard/index.ts'
import { kindIssues } from './issues.ts'
import { SHOT_ANGLES, SHOT_SIZES, spellOut } from './vocabulary.ts'

/** Variables that a shot, its scene and its style fill; texts that are wired in add their own. */
export const STORY_VARIABLES = [
  'action',
  'size',
  'angle',
  'move',
  'lens',
  'dialogue',
  'style',
  'scene',
  'slug',
  'place',
  'time',
] as const

/** What the texts of one node may refer to. */
export type Scope = {
  readonly variables: ReadonlyMap<string, string>
  readonly subjects: readonly SubjectFacts[]
  readonly styles: readonly StyleFacts[]
}

/** A text with everything filled in, and what could not be. */
export type Resolved = {
  readonly text: string
  readonly used: readonly SubjectFacts[]
  readonly issues: readonly Issue[]
}

/** The values that reached a node, sorted by what they say. */
export type Arrivals = {
  readonly shot?: ShotFacts | undefined
  readonly scene?: SceneFacts | undefined
  readonly subjects: readonly PortValue[]
  readonly styles: readonly PortValue[]
  readonly texts: readonly PortValue[]
}

/** Collects what `{names}` and `@names` can mean for a node: its shot, its scene, its subjects, styles and texts. */
export function scopeOf(arrivals: Arrivals, settings: Settings): Scope {
  const { shot, scene } = arrivals
  const styles = [
    ...(scene?.styles ?? []),
    ...arrivals.styles.flatMap((value) => (value.type === 'style' ? [value.style] : [])),
  ]
  const subjects = [
    ...arrivals.subjects.flatMap((value) => (value.type === 'subject' ? [value.subject] : [])),
    ...(shot?.subjects ?? []),
    ...(scene?.subjects ?? []),
  ]
  const story: Record<(typeof STORY_VARIABLES)[number], string> = {
    size: shot ? spellOut(SHOT_SIZES, shot.size) : '',
    angle: shot ? spellOut(SHOT_ANGLES, shot.angle) : '',
    move: shot?.move === 'static' ? '' : (shot?.move ?? ''),
    lens: shot?.lens ?? '',
    action: shot?.action ?? scene?.action ?? '',
    dialogue: shot?.dialogue ?? '',
    slug: scene?.slug ?? '',
    place: scene?.place ?? '',
    time: scene?.time ?? '',
    scene: scene?.action ?? '',
    style: uniqueBy(styles, (style) => style.nodeId)
      .map((style) => style.prompt)
      .concat(settings.style)
      .filter(Boolean)
      .join(', '),
  }
  const variables = new Map<string, string>(Object.entries(story))
  for (const value of arrivals.texts) if (value.type === 'text') variables.set(value.name.toLowerCase(), value.text)
  return {
    variables,
    subjects: uniqueBy(subjects, (subject) => subject.nodeId),
    styles: uniqueBy(styles, (style) => style.nodeId),
  }
}

/**
 * Fills `{names}` from the scope, then `@names` with the subject's name and description (description at its first mention only).
 * Unknown names stay in the text and become issues: nothing is dropped in silence.
 */
export function resolveText(template: string, scope: Scope, nodeId: string, field: string): Resolved {
  const issues: Issue[] = []
  const at = { nodeId, field }
  if (template.length > LONGEST_PROMPT)
    issues.push(kindIssues.make('kinds/long-text', { at, facts: { most: LONGEST_PROMPT.toLocaleString('en') } }))
  const filled = fillVariables(template.slice(0, LONGEST_PROMPT), scope.variables)
  // Each name once, however often it stands there.
  for (const name of new Set([...filled.matchAll(VARIABLE)].map(([, one]) => one)))
    issues.push(kindIssues.make('kinds/unknown-variable', { at, facts: { name: `{${name}}` } }))
  const known = new Map([...scope.subjects].reverse().map((one) => [mentionName(one.name), one]))
  const strangers = new Set<string>()
  const used: SubjectFacts[] = []
  const text = filled.replace(/@([\p{L}\p{N}_-]{1,60})/gu, (whole, name: string) => {
    const subject = known.get(name.toLowerCase())
    if (!subject) {
      if (!strangers.has(name)) issues.push(kindIssues.make('kinds/subject-not-wired', { at, facts: { name } }))
      strangers.add(name)
      return whole
    }
    const first = !used.includes(subject)
    if (first) used.push(subject)
    return first && subject.description ? `${subject.name} (${subject.description})` : subject.name
  })
  return { text: tidy(text), used, issues }
}

const VARIABLE = /\{([\p{L}\p{N}_ -]{1,60})\}/gu
/**
 * Longest text that is made out of others, in UTF-16 units: no model reads as much, and texts that mention texts could
 * grow without end.
 */
export const LONGEST_PROMPT = 100_000

/** Puts a text in everywhere it is mentioned, as far as there is room. */
export function fillName(text: string, name: string, value: string): string {
  let room = LONGEST_PROMPT - text.length
  return text.replaceAll(`{${name}}`, (whole) => {
    if (value.length - whole.length > room) return whole
    room -= value.length - whole.length
    return value
  })
}

/** A text may mention texts that mention texts; deeper than this is taken for a circle. */
const NESTING = 3

function fillVariables(template: string, variables: ReadonlyMap<string, string>): string {
  let text = template
  for (let pass = 0; pass < NESTING; pass++) {
    let room = LONGEST_PROMPT - text.length
    const next = text.replace(VARIABLE, (whole, name: string) => {
      const value = variables.get(name.trim().toLowerCase()) ?? whole
      if (value.length - whole.length > room) return whole
      room -= value.length - whole.length
      return value
    })
    if (next === text) return text
    text = next
  }
  return text
}

/** How a subject is written after `@`: lower case, spaces as hyphens. */
export function mentionName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, '-')
}

/** Reference pictures of subjects and styles as media inputs. */
export function referenceInputs(subjects: readonly SubjectFacts[], styles: readonly StyleFacts[]): MediaInput[] {
  return [...subjects, ...styles].flatMap((one) =>
    one.references.map((source) => ({ name: 'references', label: one.name, source })),
  )
}

// An empty variable leaves " , ." behind; a prompt should not carry such debris.
function tidy(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ *([,.;])(?: *[,.;])+/g, '$1')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/^[\s,.;]+/, '')
    .trim()
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Map<string, T>()
  for (const item of items) if (!seen.has(key(item))) seen.set(key(item), item)
  return [...seen.values()]
}
