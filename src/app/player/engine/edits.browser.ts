import { systemRandom } from '../../../kernel/browser.ts'
import { formatTimecode } from '../../../kernel/index.ts'
import { type EditCommand, wireStoryboard } from '../../../storyboard/index.ts'
import type { EditOptions } from '../../../studio/index.ts'
import type { Clip } from '../../../timeline/index.ts'
import { announce, type useT } from '../../../ui/browser.tsx'
import { select, session } from '../../state/session.ts'
import { voice } from '../../words/say.browser.ts'
import { type Block, blockAt, findBlock, gapBefore, type Lane, lanesOf } from '../model/blocks.ts'
import { removeCommands, reorderCommand, resetCommand, trimCommand } from '../model/commands.ts'
import { looseFilms, newCutCommands, wireCommands } from '../model/new-cut.ts'
import { trimEnd, trimStart, type Use } from '../model/trims.ts'
import type { Player } from './player.browser.ts'

/** A clip and the track that it lies in. */
export type Found = { readonly lane: Lane; readonly block: Block }

/** Everything that a person does to the cut; each is one entry of undo, and is read out. */
export type CutEdits = {
  /** The clip that keys are meant for: the selected one, else the one under the playhead. */
  active(): Found | undefined
  /** Selected clips, else the active one. */
  chosen(): readonly Clip[]
  isReadOnly(): boolean
  use(clip: Clip, use: Use): void
  gap(clip: Clip, frames: number): void
  trimToPlayhead(side: 'start' | 'end', found?: Found): void
  gapBy(frames: number, found?: Found): void
  moveBy(steps: 1 | -1, found?: Found): void
  /** Puts a clip behind so many others of its track. */
  moveTo(found: Found, place: number): void
  remove(clips: readonly Clip[]): void
  reset(clip: Clip): void
  /** A cut of all films that are not in one. */
  makeCut(): void
  fill(editNode: string): void
}

/** Edits of one gesture of keys that are closer together than this (ms) are one entry of undo. */
const BURST = 800

/** Makes the edits of a player's cut. */
export function createCutEdits(player: Player, t: ReturnType<typeof useT>): CutEdits {
  const { studio } = player
  let burst = { name: '', until: 0, count: 0 }

  const lanes = () => {
    const timeline = player.timeline.get()
    return timeline ? lanesOf(timeline) : []
  }
  const write = (frames: number) => {
    const timeline = player.timeline.get()
    return timeline ? formatTimecode(frames, timeline.rate, false) : ''
  }
  const isReadOnly = () => studio.document.get().readOnly !== undefined
  const say = (text: string) => announce(text)
  const perform = (commands: readonly (EditCommand | undefined)[], options: EditOptions): boolean => {
    const real = commands.filter((one) => one !== undefined)
    if (isReadOnly()) {
      announce(t('player.said.readOnly'), 'assertive')
      return false
    }
    if (real.length === 0) return false
    const result = studio.edit(real, options)
    const refusal = result.ok ? undefined : (result.issues[0] ?? result.failures[0])
    if (refusal) announce(voice.say(refusal), 'assertive')
    return result.ok
  }
  const groupOf = (name: string) => {
    const now = performance.now()
    if (burst.name !== name || now > burst.until) burst = { name, until: 0, count: burst.count + 1 }
    burst.until = now + BURST
    return `player-${name}-${burst.count}`
  }
  const active = (): Found | undefined => {
    const all = lanes()
    const { selection } = session.getState()
    const { frame } = player.state.get()
    const under = blockAt(all, frame)
    const selected = all.flatMap((lane) => lane.blocks.filter(({ clip }) => selection.has(clip.nodeId)))
    const block = selected.find(({ clip }) => clip.id === under?.clip.id) ?? selected[0] ?? under
    return block && findBlock(all, block.clip.id)
  }
  const chosen = () => {
    const { selection } = session.getState()
    const selected = lanes().flatMap(({ blocks }) =>
      blocks.flatMap(({ clip }) => (selection.has(clip.nodeId) ? [clip] : [])),
    )
    const one = active()
    return selected.length > 0 || !one ? selected : [one.block.clip]
  }
  const withActive = (found: Found | undefined, work: (found: Found) => void) => {
    const target = found ?? active()
    if (target) work(target)
    else say(t('player.said.noClip'))
  }
  const use = (clip: Clip, next: Use) => {
    const done = perform([trimCommand(studio.document.get().board, clip, { use: next })], {
      label: t('player.undo.trim', { name: clip.name }),
    })
    if (done) say(t('player.said.trimmed', { name: clip.name, length: write(next.length) }))
  }
  const gap = (clip: Clip, frames: number, group?: string) => {
    const done = perform([trimCommand(studio.document.get().board, clip, { gap: frames })], {
      label: t('player.undo.gap', { name: clip.name }),
      ...(group === undefined ? {} : { group }),
    })
    if (done) say(t('player.said.gap', { name: clip.name, length: write(frames) }))
  }
  const moveTo = ({ lane, block }: Found, place: number) => {
    const others = lane.blocks.filter(({ clip }) => clip.id !== block.clip.id)
    const { board } = studio.document.get()
    const command = reorderCommand(board, wireStoryboard(board, studio.catalog), block.clip.id, others[place]?.clip.id)
    if (!command && !isReadOnly()) return say(t('player.said.edge'))
    const { name } = block.clip
    if (perform([command], { label: t('player.undo.reorder', { name }), group: groupOf(`move-${block.clip.id}`) }))
      say(t('player.said.moved', { name, place: place + 1, count: lane.blocks.length }))
  }

  return {
    active,
    chosen,
    isReadOnly,
    use,
    gap: (clip, frames) => gap(clip, frames),
    trimToPlayhead: (side, found) =>
      withActive(found ?? trimmable(lanes(), player.state.get().frame, active()), ({ block }) => {
        const { frame } = player.state.get()
        const inside = frame >= block.start && frame < block.start + block.clip.length
        if (!inside) return say(t('player.said.outside', { name: block.clip.name }))
        use(block.clip, side === 'start' ? trimStart(block, frame) : trimEnd(block, frame + 1))
        if (side === 'start') player.seek(block.start)
      }),
    gapBy: (frames, found) =>
      withActive(found, ({ block }) => {
        const timeline = player.timeline.get()
        const now = timeline ? gapBefore(timeline, block.clip.id) : 0
        if (now + frames < 0) return say(t('player.said.edge'))
        gap(block.clip, now + frames, groupOf(`gap-${block.clip.id}`))
      }),
    moveBy: (steps, found) =>
      withActive(found, (target) => {
        const place = target.block.place + steps
        if (place < 0 || place >= target.lane.blocks.length) return say(t('player.said.edge'))
        moveTo(target, place)
        select([target.block.clip.nodeId])
      }),
    moveTo,
    remove(clips) {
      if (clips.length === 0) return say(t('player.said.noClip'))
      if (perform(removeCommands(clips), { label: t('player.undo.remove', { count: clips.length }) }))
        say(t('player.said.removed', { count: clips.length }))
    },
    reset(clip) {
      const { name } = clip
      if (perform([resetCommand(studio.document.get().board, clip)], { label: t('player.undo.reset', { name }) }))
        say(t('player.said.reset', { name }))
    },
    makeCut() {
      const { board, evaluation } = studio.document.get()
      const films = looseFilms(board, evaluation)
      perform(newCutCommands(board, studio.catalog, films, systemRandom), { label: t('player.undo.cut') })
    },
    fill(editNode) {
      const { board, evaluation } = studio.document.get()
      const inside = new Set(
        [...board.edges.values()].flatMap(({ from, to }) => (to.node === editNode ? [from.node] : [])),
      )
      perform(wireCommands(editNode, 'video', looseFilms(board, evaluation, inside)), { label: t('player.undo.wire') })
    },
  }
}

/** The clip that a bracket trims: the selected one when the playhead stands in it, else the one under the playhead. */
function trimmable(lanes: readonly Lane[], frame: number, active: Found | undefined): Found | undefined {
  const inside = active && frame >= active.block.start && frame < active.block.start + active.block.clip.length
  if (inside) return active
  const under = blockAt(lanes, frame)
  return (under && findBlock(lanes, under.clip.id)) ?? active
}
