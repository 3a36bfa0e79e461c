import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { paintPicture } from '../../../tests/app/pictures.ts'
import {
  createPlayingStudio,
  cutBoard,
  type MountedPlayer,
  mountPlayer,
  type PlayingStudio,
  SOUND,
} from '../../../tests/app/player-stage.tsx'
import { makeWav } from '../../../tests/films/make-clips.ts'
import { select } from '../state/session.ts'
import { PlayerDock, TimelineScreen } from './browser.tsx'
import { playerOf } from './engine/player.browser.ts'

let mounted: MountedPlayer | undefined
afterEach(() => {
  mounted?.unmount()
  mounted = undefined
  delete document.documentElement.dataset['theme']
})

const DOCK = 'inset:auto 316px 0 52px;height:208px'
const SECONDS = [4, 3, 2, 4.4, 2.9]

/** The drawn film: two finished clips, three drafts, one of them missing where asked, and a sound. */
async function dressed(options: { missing?: readonly number[]; sound?: boolean } = {}): Promise<PlayingStudio> {
  const { missing = [], sound = true } = options
  const studio = createPlayingStudio(cutBoard(SECONDS, { sound }))
  for (const [index, seconds] of SECONDS.entries()) {
    if (missing.includes(index)) continue
    const picture = await fetch(await paintPicture(index)).then((answer) => answer.blob())
    studio.give(`film${index}`, {
      asset: {
        id: `a${index}`,
        kind: 'image',
        mime: 'image/png',
        bytes: 1,
        name: `a${index}.png`,
        createdAt: 0,
        width: 320,
        height: 180,
        seconds,
      },
      bytes: picture,
      thumbnail: picture,
      draft: index > 1,
    })
  }
  if (sound) {
    const rate = 8000
    const swell = Float32Array.from(
      { length: rate * 11 },
      (_, n) => Math.sin(n * 0.3) * Math.abs(Math.sin(n / 2600) * Math.cos(n / 9100)),
    )
    studio.give('sound', {
      asset: {
        id: SOUND,
        kind: 'audio',
        mime: 'audio/wav',
        bytes: 1,
        name: 'foghorn_and_sea.wav',
        createdAt: 0,
        seconds: 11,
      },
      bytes: makeWav(swell, rate),
    })
  }
  return studio
}

async function shoot(name: string): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  await page.screenshot({ path: `../../../.cache/screens/player-${name}.png` })
}

async function hasNothingForAxe(): Promise<void> {
  const { violations } = await axe.run(mounted?.element ?? document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

const wave = () => mounted?.element.querySelector('path[d^="M1 "]') ?? null
const sizes = [
  [1440, 900],
  [1024, 768],
] as const

test.each(['dark', 'light'] as const)('dock and screen with a whole film, in %s', async (theme) => {
  document.documentElement.dataset['theme'] = theme
  for (const [width, height] of sizes) {
    await page.viewport(width, height)
    for (const [name, Screen, box] of [
      ['dock', PlayerDock, width > 1200 ? DOCK : 'inset:auto 0 0 52px;height:208px'],
      ['timeline', TimelineScreen, 'inset:44px 0 0 52px'],
    ] as const) {
      const studio = await dressed(name === 'timeline' ? { missing: [3] } : {})
      mounted = mountPlayer(studio, Screen, box)
      await expect.poll(wave).toBeTruthy()
      playerOf(studio).seek(131)
      await expect.poll(() => mounted?.element.querySelector<HTMLImageElement>('img')?.complete).toBe(true)
      if (name === 'timeline') select(['film1'])
      await shoot(`${name}-${width}-${theme}`)
      await hasNothingForAxe()
      mounted.unmount()
      mounted = undefined
    }
  }
})

test('says what to do when there is no cut, nothing in it, nothing made, or nothing left', async () => {
  await page.viewport(1440, 900)
  const show = async (
    name: string,
    studio: PlayingStudio,
    Screen = PlayerDock as typeof TimelineScreen,
    box = DOCK,
  ) => {
    mounted = mountPlayer(studio, Screen, box)
    await expect.poll(() => mounted?.element.querySelector('section')).toBeTruthy()
    await shoot(name)
    await hasNothingForAxe()
    mounted.unmount()
    mounted = undefined
  }
  await show('no-cut', createPlayingStudio(cutBoard(SECONDS, { cut: false })))
  await show(
    'no-cut-screen',
    createPlayingStudio(cutBoard(SECONDS, { cut: false })),
    TimelineScreen,
    'inset:44px 0 0 52px',
  )
  await show('all-missing', createPlayingStudio(cutBoard(SECONDS)))
  await show('all-missing-screen', createPlayingStudio(cutBoard(SECONDS)), TimelineScreen, 'inset:44px 0 0 52px')
  await show('one-missing', await dressed({ missing: [0] }))
  const gone = createPlayingStudio(cutBoard(SECONDS))
  gone.give('film0', {
    asset: {
      id: 'gone',
      kind: 'video',
      mime: 'video/mp4',
      bytes: 1,
      name: 'gone.mp4',
      createdAt: 0,
      frames: 96,
      rate: { num: 24, den: 1 },
    },
  })
  mounted = mountPlayer(gone, PlayerDock, DOCK)
  await expect
    .element(page.elementLocator(mounted.element).getByRole('alert'))
    .toHaveTextContent('is gone from this browser')
  await shoot('gone')
  await hasNothingForAxe()
})
