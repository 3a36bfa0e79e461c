import type { MediaInput } from '../assets/index.ts'
import { type Issue, issue } from '../kernel/index.ts'
import type { PortValue, SceneFacts, Settings, ShotFacts, StyleFacts, SubjectFacts } from '../storyboard/index.ts'
import { SHOT_ANGLES, SHOT_SIZES, spellOut } from './vocabulary.ts'

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
  const variables = new Map<string, string>([
    ['size', shot ? spellOut(SHOT_SIZES, shot.size) : ''],
    ['angle', shot ? spellOut(SHOT_ANGLES, shot.angle) : ''],
    ['move', shot?.move === 'static' ? '' : (shot?.move ?? '')],
    ['lens', shot?.lens ?? ''],
    ['action', shot?.action ?? scene?.action ?? ''],
    ['dialogue', shot?.dialogue ?? ''],
    ['slug', scene?.slug ?? ''],
    ['place', scene?.place ?? ''],
    ['time', scene?.time ?? ''],
    ['scene', scene?.action ?? ''],
    [
      'style',
      uniqueBy(styles, (style) => style.nodeId)
        .map((style) => style.prompt)
        .concat(settings.style)
        .filter(Boolean)
        .join(', '),
    ],
  ])
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
  const filled = fillVariables(template, scope.variables)
  for (const [, name] of filled.matchAll(VARIABLE)) {
    issues.push(
      issue(
        'kinds/unknown-variable',
        `There is no text called {${name}} here. Wire a text node of that name, or remove it.`,
        { nodeId, field },
        'warning',
      ),
    )
  }
  const used: SubjectFacts[] = []
  const text = filled.replace(/@([\p{L}\p{N}_-]{1,60})/gu, (whole, name: string) => {
    const subject = scope.subjects.find((one) => mentionName(one.name) === name.toLowerCase())
    if (!subject) {
      issues.push(
        issue('kinds/subject-not-wired', `@${name} is not wired into this node, its shot or its scene.`, {
          nodeId,
          field,
        }),
      )
      return whole
    }
    const first = !used.includes(subject)
    if (first) used.push(subject)
    return first && subject.description ? `${subject.name} (${subject.description})` : subject.name
  })
  return { text: tidy(text), used, issues }
}

const VARIABLE = /\{([\p{L}\p{N}_ -]{1,60})\}/gu
/** A text may mention texts that mention texts; deeper than this is taken for a circle. */
const NESTING = 3

function fillVariables(template: string, variables: ReadonlyMap<string, string>): string {
  let text = template
  for (let pass = 0; pass < NESTING; pass++) {
    const next = text.replace(VARIABLE, (whole, name: string) => variables.get(name.trim().toLowerCase()) ?? whole)
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
