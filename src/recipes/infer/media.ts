import { type Medium, mediaInput } from './classes.ts'
import { type Finding, findingOf } from './finding.ts'
import { lastName, type Place, type PromptGraph } from './graph.ts'
import type { Specs } from './specs.ts'

/** What a loaded file is for, by the name of the input that it ends in; the first that fits wins. */
const ROLES: readonly (readonly [input: RegExp, role: string])[] = [
  [/^(?:start_image|start_frame|first_frame\w*|first_image|starting_frame|image_start|start_video)$/i, 'first'],
  [/^(?:end_image|end_frame|last_frame\w*|last_image|ending_frame|image_end|tail_image|image_tail)$/i, 'last'],
  [/mask/i, 'mask'],
  [/^(?:control\w*|pose\w*|depth\w*|canny\w*|hint)$/i, 'control'],
  [
    /^(?:image_?\d*|images|images\.\w+|model_images\.\w+|reference\w*|ref_\w+|clip_vision_output|style\w*|subject\w*|conditioning)$/i,
    '',
  ],
]

/** A loader with the way that its file takes through the graph. */
type Loaded = {
  readonly place: Place
  readonly medium: Medium
  readonly role: string
  /** The number in the name of the input that it ends in: `image2` comes after `image1`. */
  readonly rank: number
  readonly optional: boolean
  readonly title: string | undefined
}

/** Files that a person gives: first and last picture, references in order, films, sounds. */
export function findMedia(
  graph: PromptGraph,
  outputs: readonly string[],
  specs: Specs,
  makes: Medium | undefined,
): readonly Finding[] {
  const reached = new Set(graph.upstream(outputs))
  const loaded = graph.ids
    .filter((id) => outputs.length === 0 || reached.has(id))
    .flatMap((id) => look(graph, id, specs))
  const of = (medium: Medium, role?: string) =>
    loaded.filter((one) => one.medium === medium && (role === undefined || one.role === role))
  const plain = [...of('image', '')].sort((a, b) => a.rank - b.rank)
  const first = of('image', 'first')
  // A film from one picture begins with it, whatever its author called the input.
  const begins = makes === 'video' && first.length === 0 && plain.length === 1 && of('video').length === 0
  return [
    ...single('first', [...first, ...(begins ? plain : [])]),
    ...single('last', of('image', 'last')),
    ...references(begins ? [] : plain),
    ...single('control', of('image', 'control')),
    ...single('mask', of('image', 'mask')),
    ...of('video').map((one): Finding => media('video', one)),
    ...of('audio').map((one): Finding => media('audio', one)),
  ]
}

function look(graph: PromptGraph, id: string, specs: Specs): readonly Loaded[] {
  const known = mediaInput(graph.classOf(id))
  if (known === undefined) return []
  const [input, medium] = known
  if (typeof graph.literal({ node: id, input }) !== 'string') return []
  const end = endOf(graph, id)
  const spec = end && specs.input(graph.classOf(end.node), end.input)
  return [
    {
      place: { node: id, input },
      medium,
      role: medium === 'image' ? roleOf(graph, id) : '',
      rank: Number(/\d+/.exec(end?.input ?? '')?.[0] ?? 0),
      optional: spec === undefined ? /^image_?[2-9]$/.test(end?.input ?? '') : !spec.required,
      title: graph.titleOf(id),
    },
  ]
}

/** Inputs that a file ends in, nearest first; what only scales or crops hands it on. */
function ends(graph: PromptGraph, id: string): readonly Place[] {
  const found: Place[] = []
  const seen = new Set([id])
  for (const source of seen) {
    for (const place of graph.consumers(source)) {
      const name = graph.classOf(place.node)
      if (/Preview|Save|Compare|Get\w*Size/.test(name)) continue
      found.push(place)
      if (
        seen.size < 64 &&
        /Scale|Resize|Crop|Preprocess|Batch|Encode|Reroute|Pad|Load|Concat|Switch|^[0-9a-f-]{36}$/i.test(name)
      )
        seen.add(place.node)
    }
  }
  return found
}

function endOf(graph: PromptGraph, id: string): Place | undefined {
  const all = ends(graph, id)
  return all.find(({ input }) => /\d/.test(input)) ?? all[0]
}

function roleOf(graph: PromptGraph, id: string): string {
  const inputs = ends(graph, id).map(({ input }) => lastName(input))
  for (const [pattern, role] of ROLES) {
    // A picture whose transparency is a mask is a picture all the same.
    if (role === 'mask' && inputs.some((input) => !pattern.test(input))) continue
    if (inputs.some((input) => pattern.test(input))) return role
  }
  return ''
}

function single(name: string, loaded: readonly Loaded[]): readonly Finding[] {
  return findingOf({ name, type: 'image', bind: loaded.map(({ place }) => place), ...labelOf(name, loaded[0]) })
}

function references(loaded: readonly Loaded[]): readonly Finding[] {
  const bind = loaded.map(({ place, optional }, index) => (optional && index > 0 ? { ...place, optional } : place))
  return findingOf({ name: 'references', type: 'image', bind, list: true })
}

function media(medium: Medium, one: Loaded): Finding {
  return { name: medium, type: medium, bind: [one.place], ...labelOf(medium, one) }
}

/** The author's own title says more than a role; a class name does not. */
function labelOf(name: string, one: Loaded | undefined): { readonly label?: string } {
  const title = one?.title
  return title === undefined || /^(VHS_)?Load\s?(Image|Video|Audio)/i.test(title) || title === name
    ? {}
    : { label: title }
}
