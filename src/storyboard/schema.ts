import { z } from 'zod'

/** `format` of a storyboard file. */
export const STORYBOARD_FORMAT = 'framewright/storyboard'
/** Version of the file's structure that this program writes. Kinds have versions of their own. */
export const STORYBOARD_VERSION = 1

/** A point on the canvas, in canvas pixels. */
export const zPoint = z.looseObject({ x: z.number(), y: z.number() })
/** Frames per second as an exact fraction. */
export const zRate = z.strictObject({ num: z.int().positive().max(1_000_000), den: z.int().positive().max(10_000) })
/** A picture size in pixels; even, because encoders need even sizes. */
export const zSize = z.strictObject({
  width: z.int().min(16).max(8192).multipleOf(2),
  height: z.int().min(16).max(8192).multipleOf(2),
})

/** Settings that hold for the whole film. */
export const zSettings = z.looseObject({
  rate: zRate.default({ num: 24, den: 1 }),
  size: zSize.default({ width: 1280, height: 720 }),
  /** Timecode of the first frame, `hh:mm:ss:ff`. */
  startTimecode: z.string().default('01:00:00:00'),
  /** Extra frames that editors get on each side of a clip. */
  handles: z.int().min(0).max(240).default(0),
  /** Pattern of a shot's name; tokens `{scene}` and `{shot}`. */
  naming: z.string().default('{scene}_{shot}'),
  /** Style words that every picture of the film gets. */
  style: z.string().default(''),
  negative: z.string().default(''),
  /** Default recipe id by purpose. */
  recipes: z.record(z.string(), z.string()).default({}),
})

/** One node. Parameters are validated by the kind's own schema, never here, so that unknown kinds survive. */
export const zNode = z.looseObject({
  kind: z.string().min(1).max(100),
  v: z.int().min(1).default(1),
  position: zPoint,
  size: z.looseObject({ width: z.number().positive(), height: z.number().positive() }).optional(),
  params: z.record(z.string(), z.unknown()).default({}),
  title: z.string().max(500).optional(),
  mode: z.enum(['muted', 'bypassed']).optional(),
  pick: z.string().optional(),
  pinned: z.boolean().optional(),
  collapsed: z.boolean().optional(),
  frame: z.string().optional(),
})

/** One end of an edge. */
export const zEnd = z.looseObject({ node: z.string(), port: z.string() })

/** One edge, from an output port to an input port. */
export const zEdge = z.looseObject({
  from: zEnd,
  to: zEnd,
  /** Sort key among the edges of an input that takes several (fractional index). */
  order: z.string().optional(),
  /** Points the drawn wire passes through. */
  points: z.array(zPoint).optional(),
})

/** A titled rectangle that groups nodes; a node names the frame it belongs to. */
export const zFrame = z.looseObject({
  title: z.string().max(500),
  rect: z.looseObject({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() }),
  /** Name of a colour of the palette: grey, red, amber, green, teal, blue, violet. */
  colour: z.string().default('grey'),
})

/** The storyboard file. Keys are written in this order. */
export const zStoryboardFile = z.looseObject({
  $schema: z.string().optional(),
  format: z.literal(STORYBOARD_FORMAT),
  version: z.int().positive(),
  id: z.string().min(1).max(100),
  title: z.string().max(500).default('Untitled'),
  settings: zSettings.prefault({}),
  nodes: z.record(z.string(), zNode).default({}),
  edges: z.record(z.string(), zEdge).default({}),
  frames: z.record(z.string(), zFrame).default({}),
})

/** Film-wide settings. */
export type Settings = z.infer<typeof zSettings>
/** A node as stored. */
export type StoryboardNode = z.infer<typeof zNode>
/** An edge as stored. */
export type Edge = z.infer<typeof zEdge>
/** A frame as stored. */
export type Frame = z.infer<typeof zFrame>
/** A storyboard as it stands in a file. */
export type StoryboardFile = z.infer<typeof zStoryboardFile>
