import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { Inspector } from '../../src/app/inspector/browser.tsx'
import { inspectorMessages } from '../../src/app/messages/en/inspector.ts'
import { createSession, select, session } from '../../src/app/state/session.ts'
import { StudioProvider } from '../../src/app/state/studio-context.tsx'
import { Viewer } from '../../src/app/viewer/browser.tsx'
import type { Asset } from '../../src/assets/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { createMediaUrls } from '../../src/studio/media-urls.ts'
import { createI18n, I18nProvider, mountAnnouncer, uiMessages } from '../../src/ui/browser.tsx'
import { filmBoard } from './boards.ts'
import { aTake, createInspectorStudio } from './mount-inspector.tsx'
import { paintPicture } from './pictures.ts'

const TIMES = 500
const NODE = 's0-key0'

let takeDown = () => {}
afterEach(() => takeDown())

/** A studio whose object URLs are the real ones, and counted. */
async function counted() {
  const studio = createInspectorStudio(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog)
  const files = new Map<string, { asset: Asset; bytes: Blob }>()
  for (const number of [1, 2, 3]) {
    const bytes = await (await fetch(await paintPicture(number))).blob()
    const facts = { kind: 'image', mime: 'image/png', width: 320, height: 180, createdAt: 0 } as const
    const asset: Asset = { id: `asset-${number}`, bytes: bytes.size, name: `${number}`, ...facts }
    files.set(asset.id, { asset, bytes })
    studio.addAsset(asset, bytes)
  }
  const open = new Set<string>()
  const made = { urls: 0 }
  const media = createMediaUrls({
    blobs: { get: async (id: string) => files.get(id)?.bytes } as never,
    asset: async (id) => files.get(id)?.asset,
    thumbnail: async (bytes) => bytes,
    filmstrip: async (bytes) => bytes,
    urls: {
      create(bytes) {
        const url = URL.createObjectURL(bytes)
        open.add(url)
        made.urls += 1
        return url
      },
      revoke(url) {
        URL.revokeObjectURL(url)
        open.delete(url)
      },
    },
  })
  studio.setTakes(new Map([[NODE, [1, 2, 3].map((number) => aTake(NODE, number))]]))
  const watched = new Proxy(studio, {
    get: (target, name) =>
      name === 'acquireUrl'
        ? (id: string, variant: 'full' | 'thumbnail' = 'full') => media.acquire(id, variant)
        : Reflect.get(target, name),
  })
  return { studio: watched, open, made, media }
}

/** Listeners and nodes that the page holds, after everything that can go has gone. */
async function held(): Promise<{ readonly listeners: number; readonly nodes: number }> {
  const protocol = cdp() as unknown as { send(method: string): Promise<unknown> }
  await protocol.send('HeapProfiler.collectGarbage')
  const { jsEventListeners, nodes } = (await protocol.send('Memory.getDOMCounters')) as Record<string, number>
  return { listeners: jsEventListeners ?? 0, nodes: nodes ?? 0 }
}

/** Lets effects, observers and pictures come to rest. */
const rest = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

test.each([
  ['viewer', () => <Viewer nodeId={NODE} onClose={() => {}} />],
  ['inspector', () => <Inspector />],
] as const)(
  'the %s, opened and closed 500 times, leaves no object URL, listener or node behind',
  async (_name, part: () => ReactNode) => {
    const { studio, open, made, media } = await counted()
    session.setState(createSession().getState(), true)
    select([NODE])
    mountAnnouncer()
    const element = document.createElement('main')
    element.style.cssText = 'position:fixed;inset:0;background:var(--panel)'
    document.body.append(element)
    const i18n = createI18n({ messages: { ui: uiMessages, inspector: inspectorMessages } })
    const root = createRoot(element)
    takeDown = () => {
      root.unmount()
      element.remove()
    }
    const show = (shown: boolean) =>
      flushSync(() =>
        root.render(
          // biome-ignore lint/suspicious/noExplicitAny: the catalogue of one screen stands for the program's
          <I18nProvider i18n={i18n as any}>
            <StudioProvider studio={studio}>{shown ? part() : null}</StudioProvider>
          </I18nProvider>,
        ),
      )
    const times = async (count: number) => {
      for (let time = 0; time < count; time++) {
        show(true)
        // Now and then long enough for pictures to arrive and be shown.
        if (time % 10 === 0) await rest()
        show(false)
      }
      await rest()
      await expect.poll(() => media.open).toBe(0)
    }
    // What is made once and kept (portals, measured fonts) is there after the first few.
    await times(20)
    const before = await held()
    await times(TIMES)
    expect(made.urls).toBeGreaterThan(0)
    expect([open.size, media.open]).toEqual([0, 0])
    await expect.poll(async () => (await held()).listeners - before.listeners, { timeout: 15_000 }).toBeLessThan(50)
    expect((await held()).nodes - before.nodes).toBeLessThan(500)
  },
  180_000,
)
