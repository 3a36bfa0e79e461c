import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  createPlayingStudio,
  cutBoard,
  type MountedPlayer,
  mountPlayer,
  type PlayingStudio,
  SOUND,
} from '../../../tests/app/player-stage.tsx'
import { middleOf, mouse } from '../../../tests/app/real-input.ts'
import { aJob } from '../../../tests/app/window-studio.ts'
import { makeClip, makeWav, sine } from '../../../tests/films/make-clips.ts'
import { dialogs } from '../state/dialogs.ts'
import { session } from '../state/session.ts'
import { PlayerDock, TimelineScreen } from './browser.tsx'
import { playerOf } from './engine/player.browser.ts'

const RATE = { num: 24, den: 1 }
const FRAMES = 24
let mounted: MountedPlayer | undefined
let studio: PlayingStudio

beforeEach(async () => {
  await page.viewport(1440, 900)
})
afterEach(() => {
  mounted?.unmount()
  mounted = undefined
})

/** Films of a second each; the first frame of film n shows the number 60 n. */
async function giveFilm(node: number, codec: 'avc' | 'vp9' = 'vp9'): Promise<void> {
  const bytes = await makeClip({ frames: FRAMES, first: node * 60, codec })
  studio.give(`film${node}`, {
    asset: {
      id: `a${node}`,
      kind: 'video',
      mime: bytes.type,
      bytes: bytes.size,
      name: `a${node}`,
      createdAt: 0,
      width: 320,
      height: 180,
      frames: FRAMES,
      rate: RATE,
    },
    bytes,
  })
}

async function show(
  count: number,
  Screen = TimelineScreen,
  options: Parameters<typeof cutBoard>[1] = {},
): Promise<void> {
  studio = createPlayingStudio(
    cutBoard(
      Array.from({ length: count }, () => 1),
      options,
    ),
  )
  for (let node = 0; node < count; node++) await giveFilm(node)
  mounted = mountPlayer(studio, Screen)
  await expect.poll(() => document.querySelectorAll('[data-clip]').length).toBeGreaterThan(0)
}

/** The number that the picture shows, read from its pixels; undefined while no film is seen. */
function shownNumber(): number | undefined {
  const video = [...document.querySelectorAll('video')].find(
    (one) => one.parentElement?.style.visibility === 'visible' && !one.hidden,
  )
  if (!video || video.readyState < 2) return undefined
  const canvas = new OffscreenCanvas(320, 180)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  context.drawImage(video, 0, 0, 320, 180)
  let number = 0
  for (let bit = 0; bit < 8; bit++)
    if ((context.getImageData(bit * 40 + 20, 90, 1, 1).data[0] ?? 0) > 160) number |= 1 << bit
  return number
}

const player = () => playerOf(studio)
const frame = () => player().state.get().frame
const timecode = () => document.querySelector('[data-testid="timecode"]')?.textContent
const clip = (id: string) => document.querySelector(`[data-clip="${id}"]`) as HTMLElement
const lengths = () =>
  player()
    .timeline.get()
    ?.tracks[0]?.items.map(({ id, length }) => `${id} ${length}`)
const scale = () =>
  clip('e0').parentElement &&
  (clip('e1').getBoundingClientRect().left - clip('e0').getBoundingClientRect().left) / FRAMES
const edge = (id: string, side: 'start' | 'end') => middleOf(clip(id).querySelector(`[data-edge="${side}"]`) as Element)
const focusStrip = () => document.querySelector<HTMLElement>('[data-strip]')?.focus()

/** What is handed to the loudspeaker. */
function listen() {
  const pieces: { at: number; length: number }[] = []
  const { start } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (at = 0, from = 0, length = 0) {
    pieces.push({ at, length })
    start.call(this, at, from, length)
  }
  return {
    pieces,
    stop() {
      AudioBufferSourceNode.prototype.start = start
    },
  }
}

test('shows exactly the frame of the playhead, by steps, jumps and cuts', async () => {
  await show(3)
  await expect.poll(shownNumber).toBe(0)
  focusStrip()
  for (const wanted of [1, 2, 3]) {
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(shownNumber).toBe(wanted)
  }
  player().seek(23)
  await expect.poll(shownNumber).toBe(23)
  expect(timecode()).toBe('01:00:00:23')
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(shownNumber).toBe(60)
  expect(timecode()).toBe('01:00:01:00')
  await userEvent.keyboard('{ArrowLeft}')
  await expect.poll(shownNumber).toBe(23)
  await userEvent.keyboard('{End}')
  await expect.poll(shownNumber).toBe(120 + 23)
})

test('plays through a cut to the last frame, both films moving', async () => {
  await show(2)
  const seen = new Set<number>()
  const stop = player().state.subscribe(() => seen.add(shownNumber() ?? -1))
  player().play()
  await expect.poll(() => player().state.get().playing, { timeout: 10_000, interval: 5 }).toBe(false)
  stop()
  expect(frame()).toBe(2 * FRAMES - 1)
  await expect.poll(shownNumber).toBe(60 + 23)
  expect([...seen].some((number) => number >= 0 && number < 24)).toBe(true)
  expect([...seen].some((number) => number > 60 && number < 84)).toBe(true)
})

test('goes by its sound while there is one, and ends with the picture', async () => {
  studio = createPlayingStudio(cutBoard([1, 1], { sound: true }))
  for (const node of [0, 1]) await giveFilm(node)
  studio.give('sound', {
    asset: { id: SOUND, kind: 'audio', mime: 'audio/wav', bytes: 1, name: 's', createdAt: 0, seconds: 3 },
    bytes: makeWav(sine(440, 3, 8000), 8000),
  })
  mounted = mountPlayer(studio, PlayerDock, 'inset:auto 0 0 0;height:208px')
  const heard = listen()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(() => player().state.get().playing, { timeout: 10_000 }).toBe(false)
  heard.stop()
  expect(frame()).toBe(2 * FRAMES - 1)
  expect(heard.pieces.length).toBeGreaterThan(0)
  // Pieces follow one another without a hole, and end where the picture ends.
  for (const [index, piece] of heard.pieces.entries()) {
    const next = heard.pieces[index + 1]
    if (next) expect(next.at).toBeCloseTo(piece.at + piece.length, 3)
  }
  const total = heard.pieces.reduce((sum, { length }) => sum + length, 0)
  expect(total).toBeLessThanOrEqual(2.001)
  expect(total).toBeGreaterThan(1)
  await expect
    .poll(() => document.querySelector('[data-clip="esound"] path')?.getAttribute('d')?.length ?? 0)
    .toBeGreaterThan(50)
})

test('a trim with the mouse is one entry of undo, and keeps the film exact', async () => {
  await show(3)
  const pixels = scale() ?? 0
  const from = edge('e0', 'end')
  await mouse.drag(from, { x: from.x - Math.round(8 * pixels), y: from.y }, { shift: true })
  expect(lengths()).toEqual(['e0 16', 'e1 24', 'e2 24'])
  expect(studio.undoDepth()).toBe(1)
  player().seek(16)
  await expect.poll(shownNumber).toBe(60)
  const start = edge('e1', 'start')
  await mouse.drag(start, { x: start.x + Math.round(5 * pixels), y: start.y }, { shift: true })
  expect(lengths()).toEqual(['e0 16', 'e1 19', 'e2 24'])
  expect(studio.document.get().board.nodes.get('cut')?.params['clips']).toEqual({
    e0: { in: 0, out: 16, gapBefore: 0 },
    e1: { in: 5, gapBefore: 0 },
  })
  await expect.poll(shownNumber).toBe(65)
  studio.undo()
  studio.undo()
  expect(lengths()).toEqual(['e0 24', 'e1 24', 'e2 24'])
  expect(studio.undoDepth()).toBe(0)
})

test('an edge holds on to the playhead, and Escape leaves everything as it was', async () => {
  await show(2)
  player().seek(10)
  const pixels = scale() ?? 0
  const from = edge('e0', 'end')
  await mouse.drag(from, { x: from.x - 14 * pixels + 4, y: from.y })
  expect(lengths()).toEqual(['e0 10', 'e1 24'])
  const other = edge('e1', 'end')
  await mouse.down(other)
  await mouse.glide(other, { x: other.x - 5 * pixels, y: other.y })
  await userEvent.keyboard('{Escape}')
  await mouse.up(other)
  expect(lengths()).toEqual(['e0 10', 'e1 24'])
  expect(studio.undoDepth()).toBe(1)
})

test('clips change places by a drag, move away from each other with alt, and each is one entry of undo', async () => {
  await show(3)
  const first = middleOf(clip('e0'))
  await mouse.drag(first, { x: middleOf(clip('e2')).x + 40, y: first.y })
  expect(lengths()).toEqual(['e1 24', 'e2 24', 'e0 24'])
  const second = middleOf(clip('e2'))
  await mouse.drag(
    second,
    {
      x:
        second.x +
        Math.round(6 * ((clip('e2').getBoundingClientRect().left - clip('e1').getBoundingClientRect().left) / FRAMES)),
      y: second.y,
    },
    { alt: true, shift: true },
  )
  expect(lengths()).toEqual(['e1 24', 'e2-gap 6', 'e2 24', 'e0 24'])
  expect(studio.undoDepth()).toBe(2)
  player().seek(26)
  await expect.poll(() => player().on.get().clip).toBe(undefined)
})

test('everything can be done by keyboard', async () => {
  await show(3)
  focusStrip()
  await userEvent.keyboard('{ArrowDown}')
  expect(frame()).toBe(24)
  expect([...session.getState().selection]).toEqual(['film1'])
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}[[')
  expect(lengths()).toEqual(['e0 24', 'e1 20', 'e2 24'])
  expect(frame()).toBe(24)
  await userEvent.keyboard('{ArrowRight}{ArrowRight}]')
  expect(lengths()).toEqual(['e0 24', 'e1 3', 'e2 24'])
  await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}')
  expect(lengths()).toEqual(['e1 3', 'e0 24', 'e2 24'])
  await userEvent.keyboard('{Alt>}{Shift>}{ArrowRight}{ArrowRight}{/Shift}{/Alt}')
  expect(lengths()).toEqual(['e1-gap 2', 'e1 3', 'e0 24', 'e2 24'])
  expect(studio.undoDepth()).toBe(4)
  await userEvent.keyboard('{Delete}')
  expect(lengths()).toEqual(['e0 24', 'e2 24'])
  expect(studio.document.get().board.nodes.has('film1')).toBe(true)
  await userEvent.keyboard('{Home}i{End}')
  player().seek(9)
  await userEvent.keyboard('o')
  expect(player().state.get().range).toEqual({ in: 0, out: 10 })
  await userEvent.keyboard('l')
  expect(player().state.get()).toMatchObject({ playing: true, rate: 1 })
  await userEvent.keyboard('l')
  expect(player().state.get().rate).toBe(2)
  await userEvent.keyboard('k')
  expect(player().state.get().playing).toBe(false)
})

test('space is the player’s when nobody else takes it', async () => {
  await show(1, PlayerDock)
  ;(document.activeElement as HTMLElement | null)?.blur()
  await userEvent.keyboard(' ')
  expect(player().state.get().playing).toBe(true)
  player().pause()
  await userEvent.keyboard('{ArrowRight}')
  const stood = frame()
  const text = document.createElement('input')
  document.body.append(text)
  text.focus()
  await userEvent.keyboard(' k')
  expect(player().state.get().playing).toBe(false)
  expect(frame()).toBe(stood)
  text.remove()
})

test('a read-only storyboard plays and refuses every edit', async () => {
  await show(2)
  studio.setReadOnly('other-tab')
  const from = edge('e0', 'end')
  await mouse.drag(from, { x: from.x - 60, y: from.y })
  focusStrip()
  await userEvent.keyboard('{ArrowRight}]{Delete}')
  expect(lengths()).toEqual(['e0 24', 'e1 24'])
  expect(studio.undoDepth()).toBe(0)
})

test('a click selects, a double-click shows the node on the canvas, the ruler moves the playhead, Export opens its dialog', async () => {
  await show(2)
  await mouse.click(middleOf(clip('e1')))
  expect([...session.getState().selection]).toEqual(['film1'])
  const ruler = document.querySelector('[data-testid="ruler"]')?.getBoundingClientRect() as DOMRect
  await mouse.click({ x: ruler.left + 30.5 * (scale() ?? 0), y: ruler.top + 12 })
  expect(frame()).toBe(30)
  await mouse.doubleClick(middleOf(clip('e1')))
  expect(session.getState()).toMatchObject({ screen: 'canvas', reveal: { nodeIds: ['film1'] } })
  await page.getByRole('button', { name: 'Export' }).click()
  expect(dialogs.getState().open).toEqual({ dialog: 'export', nodeId: 'cut' })
})

test('one press makes a cut of all videos', async () => {
  studio = createPlayingStudio(cutBoard([1, 2, 3], { cut: false }))
  mounted = mountPlayer(studio, TimelineScreen)
  await page.getByRole('button', { name: 'Make a cut of all 3 videos' }).click()
  expect(player().timeline.get()?.length).toBe(6 * 24)
  expect(studio.undoDepth()).toBe(1)
})

test('a long film draws only what is seen of it, and the playhead moves without a render', async () => {
  studio = createPlayingStudio(cutBoard(Array.from({ length: 200 }, () => 3)))
  mounted = mountPlayer(studio, TimelineScreen)
  await expect.poll(() => document.querySelectorAll('[data-clip]').length).toBe(200)
  for (let press = 0; press < 9; press++) player().zoom.set({ fit: false, scale: 4 })
  await expect.poll(() => document.querySelectorAll('[data-clip]').length).toBeLessThan(12)
  const strip = document.querySelector('[data-testid="strip"]') as HTMLElement
  let changed = 0
  const observer = new MutationObserver((list) => {
    changed += list.filter(({ type }) => type === 'childList').length
  })
  observer.observe(strip, { childList: true, subtree: true })
  for (let at = 0; at < 60; at++) player().seek(at)
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  observer.disconnect()
  expect(changed).toBe(0)
  expect(document.querySelector<HTMLElement>('[data-testid="playhead"]')?.style.transform).toBe('translateX(236px)')
})

test('drop-frame rates count their timecode as editors do', async () => {
  studio = createPlayingStudio(
    cutBoard([70], { settings: { rate: { num: 30000, den: 1001 }, startTimecode: '01:00:00;00' } }),
  )
  mounted = mountPlayer(studio, TimelineScreen)
  player().seek(1800)
  await expect.poll(timecode).toBe('01:01:00;02')
})

test('a clip whose take is on its way says so, shows its first picture, and offers no second run', async () => {
  const commands = [
    { type: 'addNode', kind: 'keyframe', id: 'key' },
    { type: 'connect', from: { node: 'key', port: 'image' }, to: { node: 'film0', port: 'first' } },
  ] as const
  studio = createPlayingStudio(cutBoard([1]))
  studio.edit(commands)
  mounted = mountPlayer(studio, PlayerDock, 'inset:auto 0 0 0;height:240px')
  const card = page.elementLocator(mounted.element)
  await expect.element(card.getByText(/is not made yet$/)).toBeVisible()
  await expect.element(card.getByRole('button', { name: 'Run', exact: true })).toBeVisible()
  const bytes = await makeClip({ frames: 1, first: 0, codec: 'vp9' })
  studio.give('key', {
    asset: { id: 'still', kind: 'image', mime: 'image/png', bytes: 1, name: 'still.png', createdAt: 0 },
    bytes,
    thumbnail: bytes,
  })
  studio.setJobs([
    aJob({ id: 'job-1', nodeId: 'film0', storyboardId: studio.document.get().board.id, state: 'running' }),
  ])
  studio.progress.set('film0', { jobId: 'job-1', value: 12, max: 48, label: 'frames' })
  await expect.element(card.getByText(/is being made$/)).toBeVisible()
  await expect.element(card.getByRole('button', { name: 'Run', exact: true })).not.toBeInTheDocument()
  await expect.element(card.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
  await expect.poll(() => card.element().querySelector('strong')?.closest('[class*=overStill]')).toBeTruthy()
})

test('Export writes by the export node behind the cut, or the cut itself', async () => {
  await show(1)
  await page.getByRole('button', { name: 'Export' }).click()
  expect(dialogs.getState().open).toEqual({ dialog: 'export', nodeId: 'cut' })
  studio.edit([
    { type: 'addNode', kind: 'export', id: 'film' },
    { type: 'connect', from: { node: 'cut', port: 'cut' }, to: { node: 'film', port: 'cut' } },
  ])
  await page.getByRole('button', { name: 'Export' }).click()
  expect(dialogs.getState().open).toEqual({ dialog: 'export', nodeId: 'film' })
  dialogs.setState({ open: undefined })
})
