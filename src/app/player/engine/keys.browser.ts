import { formatTimecode, timebase } from '../../../kernel/index.ts'
import { announce, type useT } from '../../../ui/browser.tsx'
import { type Command, keyChoices } from '../../state/commands.ts'
import { select } from '../../state/session.ts'
import { chordOf, keysOf } from '../../state/shortcuts.ts'
import { blockAt, cutsOf, lanesOf } from '../model/blocks.ts'
import type { CutEdits } from './edits.browser.ts'
import type { Player } from './player.browser.ts'

/** What keys and buttons of the player do. */
export type Controls = {
  readonly player: Player
  readonly edits: CutEdits
  readonly t: ReturnType<typeof useT>
  /** Zooms the strip around the playhead; `fit` shows everything. */
  zoom(by: number | 'fit'): void
  fullscreen(): void
}

type Key = { readonly id: string; readonly keys: readonly string[]; readonly run: (controls: Controls) => void }

const FORWARDS = [1, 2, 4, 8]

/** Every key of the player, in the order in which the shortcut sheet lists them. */
const KEYS: readonly Key[] = [
  { id: 'toggle', keys: ['space'], run: ({ player }) => playOrPause(player) },
  { id: 'backwards', keys: ['j'], run: (controls) => shuttle(controls, -1) },
  { id: 'stop', keys: ['k'], run: ({ player }) => stop(player) },
  { id: 'forwards', keys: ['l'], run: (controls) => shuttle(controls, 1) },
  { id: 'prevFrame', keys: ['arrowleft'], run: ({ player }) => player.step(-1) },
  { id: 'nextFrame', keys: ['arrowright'], run: ({ player }) => player.step(1) },
  { id: 'prevSecond', keys: ['shift+arrowleft'], run: ({ player }) => player.step(-second(player)) },
  { id: 'nextSecond', keys: ['shift+arrowright'], run: ({ player }) => player.step(second(player)) },
  { id: 'prevClip', keys: ['arrowup'], run: (controls) => goToCut(controls, -1) },
  { id: 'nextClip', keys: ['arrowdown'], run: (controls) => goToCut(controls, 1) },
  { id: 'first', keys: ['home'], run: ({ player }) => player.seek(0) },
  { id: 'last', keys: ['end'], run: ({ player }) => player.seek(Number.MAX_SAFE_INTEGER) },
  { id: 'markIn', keys: ['i'], run: (controls) => mark(controls, 'in') },
  { id: 'markOut', keys: ['o'], run: (controls) => mark(controls, 'out') },
  { id: 'clearMarks', keys: ['alt+x'], run: (controls) => clearMarks(controls) },
  { id: 'loop', keys: ['shift+l'], run: (controls) => toggleLoop(controls) },
  { id: 'mute', keys: ['m'], run: (controls) => toggleMute(controls) },
  { id: 'fullscreen', keys: ['f'], run: ({ fullscreen }) => fullscreen() },
  { id: 'trimStart', keys: ['['], run: ({ edits }) => edits.trimToPlayhead('start') },
  { id: 'trimEnd', keys: [']'], run: ({ edits }) => edits.trimToPlayhead('end') },
  { id: 'earlier', keys: ['alt+arrowleft'], run: ({ edits }) => edits.moveBy(-1) },
  { id: 'later', keys: ['alt+arrowright'], run: ({ edits }) => edits.moveBy(1) },
  { id: 'gapLess', keys: ['alt+shift+arrowleft'], run: ({ edits }) => edits.gapBy(-1) },
  { id: 'gapMore', keys: ['alt+shift+arrowright'], run: ({ edits }) => edits.gapBy(1) },
  { id: 'remove', keys: ['delete', 'backspace'], run: ({ edits }) => edits.remove(edits.chosen()) },
  { id: 'zoomIn', keys: ['plus', '='], run: ({ zoom }) => zoom(1.5) },
  { id: 'zoomOut', keys: ['-'], run: ({ zoom }) => zoom(1 / 1.5) },
  { id: 'fit', keys: ['shift+1'], run: ({ zoom }) => zoom('fit') },
]

/** Keys that may be held down; the others are done once per press. */
const REPEATS = new Set([
  'prevFrame',
  'nextFrame',
  'prevSecond',
  'nextSecond',
  'prevClip',
  'nextClip',
  'gapLess',
  'gapMore',
  'zoomIn',
  'zoomOut',
])

/** The keys as commands for the shortcut sheet and the person's own choices. */
export function playerCommands(controls: () => Controls): readonly Command[] {
  return KEYS.map(({ id, keys, run }) => ({
    id: `player.${id}`,
    title: `player.command.${id}`,
    group: 'view',
    keys,
    scope: 'player',
    run: () => run(controls()),
  }))
}

/** Does what a key means in the player; false when it means nothing here. */
export function pressPlayerKey(controls: Controls, event: KeyboardEvent, only?: string): boolean {
  const chord = chordOf(event)
  if (chord === undefined) return false
  const choices = keyChoices.get()
  const key = KEYS.find(({ id, keys }) => keysOf({ id: `player.${id}`, keys }, choices).includes(chord))
  if (!key || (only !== undefined && key.id !== only)) return false
  if (!event.repeat || REPEATS.has(key.id)) key.run(controls)
  return true
}

/** The key that is shown beside a button. */
export function keyOfCommand(id: string): string | undefined {
  const key = KEYS.find((one) => one.id === id)
  return key && keysOf({ id: `player.${id}`, keys: key.keys }, keyChoices.get())[0]
}

/** To the next or previous cut; the clip there is selected and read out. */
export function goToCut({ player, t }: Controls, direction: 1 | -1): void {
  const timeline = player.timeline.get()
  if (!timeline || timeline.length === 0) return
  const lanes = lanesOf(timeline)
  const cuts = cutsOf(lanes).filter((cut) => cut < timeline.length)
  const { frame } = player.state.get()
  const next = direction > 0 ? cuts.find((cut) => cut > frame) : cuts.filter((cut) => cut < frame).at(-1)
  const place = next ?? (direction > 0 ? timeline.length - 1 : 0)
  player.seek(place)
  const block = blockAt(lanes, place)
  if (block) select([block.clip.nodeId])
  const timecode = formatTimecode(timeline.startFrame + place, timeline.rate)
  announce(t('player.said.at', { timecode, name: block?.clip.name ?? t('player.gap') }))
}

/** Marks where playing begins or ends; the out mark is the last frame that is played. */
export function mark({ player, t }: Controls, side: 'in' | 'out'): void {
  const { frame } = player.state.get()
  const timeline = player.timeline.get()
  if (!timeline) return
  const { in: from = 0, out = timeline.length } = player.marks.get()
  if (side === 'in') player.mark(frame < out ? { in: frame } : { in: frame, out: timeline.length })
  else player.mark(frame >= from ? { out: frame + 1 } : { in: 0, out: frame + 1 })
  const timecode = formatTimecode(timeline.startFrame + frame, timeline.rate)
  announce(t(side === 'in' ? 'player.said.markIn' : 'player.said.markOut', { timecode }))
}

/** Plays the whole film again. */
export function clearMarks({ player, t }: Controls): void {
  player.mark(undefined)
  announce(t('player.said.cleared'))
}

/** Turns the loop on or off. */
export function toggleLoop({ player, t }: Controls): void {
  const { loop } = player.state.get()
  player.setLoop(!loop)
  announce(t(loop ? 'player.said.loopOff' : 'player.said.loopOn'))
}

/** Turns the sound off or on. */
export function toggleMute({ player, t }: Controls): void {
  const { muted } = player.loudness.get()
  player.setLoudness({ muted: !muted })
  announce(t(muted ? 'player.said.heard' : 'player.said.muted'))
}

/** Plays or pauses; after playing backwards, forwards again. */
export function playOrPause(player: Player): void {
  const { playing, rate } = player.state.get()
  if (!playing && rate < 0) player.setRate(1)
  player.toggle()
}

function shuttle({ player, t }: Controls, direction: 1 | -1): void {
  const { playing, rate } = player.state.get()
  const now = playing && rate * direction > 0 ? Math.abs(rate) : 0
  const speed = FORWARDS.find((one) => one > now) ?? 8
  player.setRate(speed * direction)
  player.play()
  announce(t('player.said.speed', { speed: speed * direction }))
}

function stop(player: Player): void {
  player.pause()
  player.setRate(1)
}

function second(player: Player): number {
  return timebase(player.timeline.get()?.rate ?? { num: 24, den: 1 })
}
