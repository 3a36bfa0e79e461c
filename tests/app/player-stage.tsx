import '../../src/ui/reset.css'
import '../../src/ui/tokens.css'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { playerMessages } from '../../src/app/messages/en/player.ts'
import { createSession, session } from '../../src/app/state/session.ts'
import { StudioProvider } from '../../src/app/state/studio-context.tsx'
import type { Asset, Take } from '../../src/assets/index.ts'
import { createSeededRandom, createSignal, type Live } from '../../src/kernel/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { makeFilmstrip } from '../../src/media/filmstrip.browser.ts'
import {
  applyCommands,
  applyDiff,
  type ClipFacts,
  createStoryboard,
  type EditCommand,
  type Storyboard,
} from '../../src/storyboard/index.ts'
import type { Studio, UrlVariant } from '../../src/studio/index.ts'
import { assembleTimeline, type CutClip, type Timeline } from '../../src/timeline/index.ts'
import { createI18n, I18nProvider, mountAnnouncer, uiMessages } from '../../src/ui/browser.tsx'
import { createFakeStudio, type FakeStudio } from './fake-studio.ts'

/** A piece of media that a test gives to a node. */
export type Media = {
  readonly asset: Asset
  readonly bytes?: Blob
  readonly thumbnail?: Blob
  readonly draft?: boolean
}

/** A fake studio whose cut plays: takes by node id, bytes by asset id. */
export type PlayingStudio = FakeStudio & {
  /** Gives a node a take. */
  give(nodeId: string, media: Media): void
}

/** Id of the sound's asset. */
export const SOUND = 'ab'.repeat(32)

/** What is asked for of the object URLs. */
type Held = { url: Live<string | undefined>; release(): void }

/** Shots with their videos in one cut, and a sound. `seconds` are those of the shots. */
export function cutBoard(
  seconds: readonly number[],
  options: { sound?: boolean; cut?: boolean; settings?: Record<string, unknown> } = {},
): Storyboard {
  const { sound = false, cut = true, settings } = options
  const commands: EditCommand[] = [
    { type: 'addNode', kind: 'scene', id: 'scene', params: { slug: 'EXT. CLIFF - DUSK' } },
  ]
  if (settings) commands.push({ type: 'setSettings', settings })
  if (cut) commands.push({ type: 'addNode', kind: 'edit', id: 'cut', title: 'Cut' })
  for (const [index, length] of seconds.entries())
    commands.push(
      {
        type: 'addNode',
        kind: 'shot',
        id: `shot${index}`,
        params: { seconds: length, action: 'Mara runs along the wall, lantern swinging' },
      },
      { type: 'addNode', kind: 'video', id: `film${index}` },
      { type: 'connect', from: { node: 'scene', port: 'scene' }, to: { node: `shot${index}`, port: 'scene' } },
      { type: 'connect', from: { node: `shot${index}`, port: 'shot' }, to: { node: `film${index}`, port: 'shot' } },
      ...(cut
        ? [
            {
              type: 'connect' as const,
              id: `e${index}`,
              from: { node: `film${index}`, port: 'video' },
              to: { node: 'cut', port: 'video' },
            },
          ]
        : []),
    )
  if (sound)
    commands.push(
      {
        type: 'addNode',
        kind: 'audio',
        id: 'sound',
        title: 'foghorn_and_sea.wav',
        params: { media: { hash: SOUND, name: 'foghorn_and_sea.wav', mime: 'audio/wav', bytes: 1 } },
      },
      { type: 'connect', id: 'esound', from: { node: 'sound', port: 'audio' }, to: { node: 'cut', port: 'audio' } },
    )
  const blank = createStoryboard('board-cut', 'The Lighthouse Keeper')
  const result = applyCommands(blank, commands, { catalog, random: createSeededRandom(3) })
  if (!result.ok) throw new Error(result.failures.map(({ message }) => message).join(' '))
  return applyDiff(blank, result.diff)
}

/** A studio around a board that has a timeline and media. */
export function createPlayingStudio(board: Storyboard): PlayingStudio {
  const fake = createFakeStudio(board, catalog)
  const media = new Map<string, Media>()
  const byNode = new Map<string, readonly Take[]>()
  const timeline = createSignal<Timeline | undefined>(undefined)
  const recompute = () => timeline.set(timelineOf(fake, byNode, media))
  const urls = new Map<Blob, string>()
  const urlOf = (blob: Blob) => {
    const url = urls.get(blob) ?? URL.createObjectURL(blob)
    urls.set(blob, url)
    return url
  }
  const own = {
    timeline,
    acquireUrl(assetId: string, variant: UrlVariant = 'full'): Held {
      const found = media.get(assetId)
      if (variant !== 'full' && variant !== 'thumbnail') return heldStrip(found, Number(variant.slice('strip-'.length)))
      const blob = variant === 'full' ? found?.bytes : found?.thumbnail
      return { url: createSignal(blob && urlOf(blob)), release: () => undefined }
    },
    assetBlob: async (assetId: string) => media.get(assetId)?.bytes,
    asset: async (assetId: string) => media.get(assetId)?.asset,
    give(nodeId: string, given: Media) {
      media.set(given.asset.id, given)
      if (given.asset.kind !== 'audio') byNode.set(nodeId, [takeOf(nodeId, given)])
      fake.setTakes(new Map(byNode))
      recompute()
    },
  } satisfies Partial<Studio> & { give: PlayingStudio['give'] }
  fake.document.subscribe(recompute)
  recompute()
  return new Proxy(fake, {
    // A promise that resolves with a studio asks it for `then`.
    get: (target, name) =>
      name === 'then' ? undefined : name in own ? Reflect.get(own, name) : Reflect.get(target, name),
  }) as PlayingStudio
}

function heldStrip(media: Media | undefined, cells: number): Held {
  const url = createSignal<string | undefined>(undefined)
  if (media?.bytes)
    makeFilmstrip(media.bytes, cells).then(
      (strip) => url.set(URL.createObjectURL(strip)),
      () => {},
    )
  return { url, release: () => undefined }
}

function takeOf(nodeId: string, { asset, draft = false }: Media): Take {
  return {
    id: `${nodeId}-take`,
    storyboardId: 'board-cut',
    nodeId,
    number: 4,
    assetId: asset.id,
    mime: asset.mime,
    draft,
    contentKey: 'c',
    freshKey: 'f',
    jobId: 'j',
    createdAt: 0,
    provenance: { kind: 'video', engine: 'animatic', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
  }
}

function timelineOf(
  { document }: FakeStudio,
  takes: ReadonlyMap<string, readonly Take[]>,
  media: ReadonlyMap<string, Media>,
): Timeline | undefined {
  const { board, evaluation } = document.get()
  const cut = evaluation.order.flatMap((id) => evaluation.nodes.get(id)?.cut ?? [])[0]
  if (!cut) return undefined
  const { settings, title } = board.header
  return assembleTimeline({
    name: title,
    rate: settings.rate,
    size: settings.size,
    startTimecode: settings.startTimecode,
    clips: cut.clips.map(toCutClip),
    audio: cut.audio.map(toCutClip),
    find: (source) => {
      if (source.from === 'file') {
        const found = media.get(source.ref.hash)
        return found ? { asset: found.asset } : { missing: `the file “${source.ref.name}” is not in this browser.` }
      }
      const take = takes.get(source.nodeId)?.[0]
      const found = take && media.get(take.assetId)
      return take && found ? { asset: found.asset, take } : { missing: 'run it first.' }
    },
  }).timeline
}

function toCutClip({ shot, ...clip }: ClipFacts): CutClip {
  const { scene } = shot ?? {}
  return {
    ...clip,
    labels: shot
      ? {
          ...(scene ? { scene: scene.number } : {}),
          shot: shot.name || shot.number,
          action: shot.action,
          dialogue: shot.dialogue,
        }
      : {},
  }
}

/** A screen of the player on the page. */
export type MountedPlayer = { readonly element: HTMLElement; unmount(): void }

/** Shows a player of a studio; `box` places it as the window would. */
export function mountPlayer(studio: PlayingStudio, Screen: ComponentType, box = 'inset:0'): MountedPlayer {
  const element = document.createElement('main')
  element.style.cssText = `position:fixed;${box}`
  document.body.append(element)
  session.setState(createSession({ screen: 'timeline' }).getState(), true)
  const stopAnnouncer = mountAnnouncer()
  const missing: string[] = []
  const i18n = createI18n({
    messages: { ui: uiMessages, player: playerMessages },
    onMissing: (key) => missing.push(key),
  })
  const root = createRoot(element)
  root.render(
    // biome-ignore lint/suspicious/noExplicitAny: the catalogue of the player alone stands for the program's
    <I18nProvider i18n={i18n as any}>
      <StudioProvider studio={studio}>
        <Screen />
      </StudioProvider>
    </I18nProvider>,
  )
  return {
    element,
    unmount() {
      root.unmount()
      element.remove()
      if (typeof stopAnnouncer === 'function') (stopAnnouncer as () => void)()
      if (missing.length > 0) throw new Error(`No text for ${missing.join(', ')}`)
    },
  }
}
