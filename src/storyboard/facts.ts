import type { MediaRef, MediaSource } from '../assets/index.ts'

/** The types of ports. Two ports connect when their types are equal or the input lists the output's type. */
export const PORT_TYPES = ['scene', 'shot', 'text', 'image', 'video', 'audio', 'subject', 'style', 'cut'] as const
/** A port type. */
export type PortType = (typeof PORT_TYPES)[number]

/** What a scene tells the nodes behind it. */
export type SceneFacts = {
  readonly nodeId: string
  /** Number as written, such as `SC010`. */
  readonly number: string
  readonly slug: string
  readonly place: string
  readonly time: string
  readonly action: string
  readonly styles: readonly StyleFacts[]
  readonly subjects: readonly SubjectFacts[]
}

/** What a shot tells the nodes behind it. A scene that goes straight into a keyframe counts as a shot of its own. */
export type ShotFacts = {
  readonly nodeId: string
  readonly scene?: SceneFacts
  /** Number as written, such as `SH020`. */
  readonly number: string
  /** Name by the storyboard's pattern, such as `SC010_SH020`. */
  readonly name: string
  readonly size: string
  readonly angle: string
  readonly move: string
  readonly lens: string
  readonly action: string
  readonly dialogue: string
  /** Who and what is in it: wired into the shot itself. */
  readonly subjects: readonly SubjectFacts[]
  readonly seconds: number
  /** Length in whole frames of the storyboard's rate. */
  readonly frames: number
}

/** A character, place or prop. `name` is what `@name` in texts refers to. */
export type SubjectFacts = {
  readonly nodeId: string
  readonly kind: string
  readonly name: string
  readonly description: string
  readonly references: readonly MediaSource[]
  readonly lora?: { readonly name: string; readonly strength: number }
}

/** A look. */
export type StyleFacts = {
  readonly nodeId: string
  readonly name: string
  readonly prompt: string
  readonly negative: string
  readonly references: readonly MediaSource[]
}

/** A moment of picture or sound in the cut. Frames are of the storyboard's rate. */
export type ClipFacts = {
  readonly edgeId: string
  readonly nodeId: string
  readonly makes: 'image' | 'video' | 'audio'
  readonly source: MediaSource
  readonly title: string
  readonly shot?: ShotFacts
  /** First frame that is used, of the clip's own frames. */
  readonly in: number
  /** Frame behind the last used one; absent = to the end (a still: its shot's length). */
  readonly out?: number
  /** Empty frames before the clip. */
  readonly gapBefore: number
  /** Length of a still, or the planned length of a video that has no take yet. */
  readonly plannedFrames: number
  readonly muted?: boolean
}

/** What an edit node hands to an export. */
export type CutFacts = {
  readonly nodeId: string
  readonly clips: readonly ClipFacts[]
  readonly audio: readonly ClipFacts[]
}

/** What travels along an edge. */
export type PortValue =
  | { readonly type: 'scene'; readonly scene: SceneFacts }
  | { readonly type: 'shot'; readonly shot: ShotFacts }
  | { readonly type: 'text'; readonly name: string; readonly text: string }
  | {
      readonly type: 'image' | 'video' | 'audio'
      readonly source: MediaSource
      readonly title: string
      readonly shot?: ShotFacts
      readonly ref?: MediaRef
      readonly role?: string
    }
  | { readonly type: 'subject'; readonly subject: SubjectFacts }
  | { readonly type: 'style'; readonly style: StyleFacts }
  | { readonly type: 'cut'; readonly cut: CutFacts }
