import type { z } from 'zod'
import type { MakeSpec } from '../assets/index.ts'
import type { Issue, Sentence } from '../kernel/index.ts'
import type { PortType, PortValue } from './facts.ts'
import type { Edge, Settings, StoryboardNode } from './schema.ts'

/** A port of a node. `types` holds one type, or several where an input takes either. */
export type Port = {
  readonly name: string
  readonly types: readonly PortType[]
  /** Takes more than one edge, in an order that the person can change. */
  readonly several?: boolean
  readonly required?: boolean
}

/** The ports of a node. */
export type Ports = { readonly inputs: readonly Port[]; readonly outputs: readonly Port[] }

/** Something that arrived at an input. `muted` = its source is switched off; without `value` it gives nothing. */
export type Arrival = {
  readonly edgeId: string
  readonly edge: Edge
  /** The node that the value comes from, after bypassed nodes were passed through. */
  readonly nodeId: string
  readonly value?: PortValue
  readonly muted?: boolean
}

/** What a kind may look at when it answers about one of its nodes. Pure data. */
export type KindContext<P> = {
  readonly id: string
  readonly node: StoryboardNode
  readonly params: P
  readonly settings: Settings
  /** The node's title, or the name that its kind gives it by itself. */
  readonly title: string
  /** Values at an input port, in order; muted ones are left out. */
  input(port: string): readonly PortValue[]
  /** Everything connected to an input port, muted and empty ones too. */
  arrivals(port: string): readonly Arrival[]
  /** Nodes behind an output port. */
  followers(port: string): readonly { readonly nodeId: string; readonly port: string }[]
  /** Scene and shot numbers by node id, in story order. */
  readonly numbers: ReadonlyMap<string, string>
}

/** How the inspector shows one parameter; kept in the schema's metadata under `ui`. */
export type FieldLook = {
  readonly widget?:
    | 'text'
    | 'prose'
    | 'prompt'
    | 'number'
    | 'seconds'
    | 'choice'
    | 'suggest'
    | 'switch'
    | 'media'
    | 'medias'
    | 'seed'
    | 'recipe'
    | 'recipe-values'
    | 'engine'
    | 'size'
    | 'clips'
    | 'hidden'
  /** Section heading (message key below `kinds.sections`). */
  readonly section?: string
  readonly suggestions?: readonly string[]
  readonly unit?: string
  readonly accept?: string
}

/** One step of a kind's own migration: from version `from` to `from + 1`. */
export type KindMigration = {
  readonly name: string
  readonly from: number
  migrate(params: Readonly<Record<string, unknown>>): Record<string, unknown>
}

/** The card on the canvas: pure text; pictures come from takes. */
export type CardText = {
  readonly title: string
  readonly lines: readonly CardLine[]
  readonly foot?: CardLine
}

/** Words of the film as they are, or a sentence of the program's own, which a screen says in its language. */
export type CardLine = string | Sentence

/**
 * A node kind: everything the program asks about it. Absent optional = does not take part.
 * Adding a kind is one folder below `kinds/` and one line in each registry.
 */
export type Kind<P = Record<string, unknown>> = {
  readonly kind: string
  readonly v: number
  readonly schema: z.ZodType<P>
  /** Icon name of the ui set. */
  readonly icon: string
  /** Port type whose colour the icon wears. */
  readonly accent: PortType
  /** Palette group. */
  readonly group: 'story' | 'world' | 'make' | 'finish' | 'note'
  /** Card size in canvas pixels; `picture` = led by a picture of the film's aspect. */
  readonly card: { readonly width: number; readonly height: number; readonly picture: boolean }
  ports(params: P): Ports
  /** Input whose value a bypassed node passes to each output; absent = cannot be bypassed. */
  readonly bypass?: Readonly<Record<string, string>>
  defaults(): P
  cardText(context: KindContext<P>): CardText
  issues?(context: KindContext<P>): readonly Issue[]
  /** Value at an output port. */
  offer?(context: KindContext<P>, port: string): PortValue | undefined
  /** What the node wants made; undefined while it cannot say (the reason is an issue). */
  make?(context: KindContext<P>): MakeSpec | undefined
  /** Takes part in numbering: a scene opens a count, a shot counts inside it. */
  readonly numbering?: 'scene' | 'shot'
  readonly migrations?: readonly KindMigration[]
}

/** A kind whose parameter type is not known to the caller. Parameters were parsed by the kind's own schema. */
// biome-ignore lint/suspicious/noExplicitAny: existential type; each kind is checked against its own P by defineKind
export type AnyKind = Kind<any>

/** The kinds by name. */
export type Catalog = { readonly kinds: ReadonlyMap<string, AnyKind>; get(kind: string): AnyKind | undefined }

/** Types a kind against its own parameter schema. */
export function defineKind<P>(kind: Kind<P>): Kind<P> {
  return kind
}

/** Collects kinds; a name that is taken twice is a programming error. */
export function createCatalog(kinds: readonly AnyKind[]): Catalog {
  const byName = new Map<string, AnyKind>()
  for (const kind of kinds) {
    if (byName.has(kind.kind)) throw new Error(`kind ${kind.kind} is registered twice`)
    byName.set(kind.kind, kind)
  }
  return { kinds: byName, get: (name) => byName.get(name) }
}
