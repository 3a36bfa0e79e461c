import '../../src/ui/reset.css'
import '../../src/ui/tokens.css'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { inspectorMessages } from '../../src/app/messages/en/inspector.ts'
import { createSession, session } from '../../src/app/state/session.ts'
import { StudioProvider } from '../../src/app/state/studio-context.tsx'
import type { Asset, Take } from '../../src/assets/index.ts'
import type { Job } from '../../src/jobs/index.ts'
import { createKeyed, createSignal, hashBytes } from '../../src/kernel/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import type { ServerState } from '../../src/scheduler/index.ts'
import type { Catalog, Storyboard } from '../../src/storyboard/index.ts'
import type { NodeProgress, Studio } from '../../src/studio/index.ts'
import type { Timeline } from '../../src/timeline/index.ts'
import { createI18n, I18nProvider, mountAnnouncer, uiMessages } from '../../src/ui/browser.tsx'
import { createFakeStudio, type FakeStudio } from './fake-studio.ts'

/** A studio for the inspector: the canvas's, with assets, servers and recipes in memory. */
export type InspectorStudio = FakeStudio & {
  readonly calls: readonly (readonly [name: string, value: unknown])[]
  addAsset(asset: Asset, bytes: Blob): void
  setServers(all: readonly ServerState[]): void
  setRecipes(all: readonly Recipe[]): void
  setTimeline(timeline: Timeline): void
}

/** Makes the studio around a storyboard. */
export function createInspectorStudio(board: Storyboard, catalog: Catalog): InspectorStudio {
  const fake = createFakeStudio(board, catalog)
  const calls: (readonly [string, unknown])[] = []
  const assets = new Map<string, { asset: Asset; bytes: Blob; url: string }>()
  const servers = createSignal<readonly ServerState[]>([])
  const recipes = createSignal<readonly Recipe[]>([])
  const timeline = createSignal<Timeline | undefined>(undefined)
  const own: Partial<InspectorStudio> = {
    calls,
    servers,
    recipes,
    timeline,
    progress: createKeyed<NodeProgress>(),
    setServers: (all) => servers.set(all),
    setRecipes: (all) => recipes.set(all),
    setTimeline: (next) => timeline.set(next),
    addAsset: (asset, bytes) => void assets.set(asset.id, { asset, bytes, url: URL.createObjectURL(bytes) }),
    asset: async (id) => assets.get(id)?.asset,
    assetBlob: async (id) => assets.get(id)?.bytes,
    acquireUrl: (id) => ({ url: createSignal(assets.get(id)?.url), release: () => undefined }),
    async importMedia(file, name) {
      const id = hashBytes(new Uint8Array(await file.arrayBuffer()))
      const asset: Asset = { id, kind: 'image', mime: file.type, bytes: file.size, name, createdAt: 0 }
      own.addAsset?.(asset, file)
      return asset
    },
    run: async (target, options) => {
      calls.push(['run', { target, ...options }])
      return { runId: 'run' }
    },
    cancel: async (what) => {
      calls.push(['cancel', what])
      return { cancelled: 1 }
    },
    retry: async (ids) => {
      calls.push(['retry', ids])
      return { retried: ids.length }
    },
  }
  const find = (target: FakeStudio, name: string | symbol) => {
    if (name in own) return Reflect.get(own, name)
    // A promise asks whether what it was given is one, too.
    return name === 'then' ? undefined : Reflect.get(target, name)
  }
  return new Proxy(fake, { get: find }) as InspectorStudio
}

/** Something on the page. */
export type Stage = { readonly element: HTMLElement; unmount(): void }

/** Shows a part of the program with its texts; a text that is missing fails the test when it is taken off. */
export function mountPart(
  studio: Studio,
  part: ReactNode,
  size: { readonly width: number; readonly height: number },
): Stage {
  const element = document.createElement('main')
  element.style.cssText = `position:fixed;inset-block-start:0;inset-inline-end:0;inline-size:${size.width}px;block-size:${size.height}px;background:var(--panel);border-inline-start:1px solid var(--line)`
  document.body.append(element)
  document.body.style.background = 'var(--room)'
  document.title = 'Framewright'
  session.setState(createSession().getState(), true)
  mountAnnouncer()
  const missing: string[] = []
  const i18n = createI18n({
    messages: { ui: uiMessages, inspector: inspectorMessages },
    onMissing: (key) => missing.push(key),
  })
  const root = createRoot(element)
  root.render(
    // biome-ignore lint/suspicious/noExplicitAny: the catalogue of one screen stands for the program's
    <I18nProvider i18n={i18n as any}>
      <StudioProvider studio={studio}>{part}</StudioProvider>
    </I18nProvider>,
  )
  return {
    element,
    unmount() {
      root.unmount()
      element.remove()
      if (missing.length > 0) throw new Error(`No text for ${missing.join(', ')}`)
    },
  }
}

/** A take of a node. */
export function aTake(nodeId: string, number: number, change: Partial<Take> = {}): Take {
  return {
    id: `${nodeId}-take-${number}`,
    storyboardId: 'b',
    nodeId,
    number,
    assetId: `asset-${number}`,
    mime: 'image/png',
    draft: false,
    contentKey: 'c'.repeat(64),
    freshKey: 'f'.repeat(64),
    jobId: `job-${number}`,
    createdAt: 1_790_000_000_000 + number * 60_000,
    provenance: {
      kind: 'keyframe',
      engine: 'comfyui',
      recipe: { id: 'flux-dev', title: 'Flux dev', hash: 'a'.repeat(64) },
      values: {},
      seed: String(418_220_771 + number),
      inputs: [],
      server: { id: 'gpu-1', name: 'gpu-1', version: '0.28.2' },
      startedAt: 1_790_000_000_000,
      endedAt: 1_790_000_040_000,
    },
    ...change,
  }
}

/** A job of a node. */
export function aJob(nodeId: string, change: Partial<Job> = {}): Job {
  return {
    id: `job-of-${nodeId}`,
    runId: 'run',
    storyboardId: 'b',
    nodeId,
    title: nodeId,
    make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: true, media: [] },
    engine: 'comfyui',
    servers: ['gpu-1'],
    draft: false,
    reason: 'asked',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    state: 'running',
    cancelRequested: false,
    suspect: false,
    createdAt: 1_790_000_000_000,
    attempts: 1,
    revision: 1,
    ...change,
  }
}
