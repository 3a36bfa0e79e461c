import './ui/tokens.css'
import './ui/reset.css'
import { createRoot, type Root } from 'react-dom/client'
import { z } from 'zod'
import { App, createAppI18n, createSay, fetchCanvas, StartFailure } from './app/browser.tsx'
import { systemClock, systemRandom } from './kernel/browser.ts'
import { toFailure } from './kernel/index.ts'
import { catalog } from './kinds/index.ts'
import { parseRecipe } from './recipes/index.ts'
import { createSchedulerClient, pageWakeups } from './scheduler/browser.ts'
import { openStoryboardText } from './storyboard/index.ts'
import {
  createForwarderClient,
  createPageMemory,
  createWorkflowReader,
  openInWorker,
  readPageToken,
} from './studio/browser.ts'
import {
  createFramewright,
  createStudio,
  type Framewright,
  type FramewrightTools,
  type StudioPorts,
} from './studio/index.ts'
import type { I18n } from './ui/browser.tsx'

// The page's policy forbids code made from text, which zod would otherwise try.
z.config({ jitless: true })

/**
 * Texts up to this many characters are parsed at once; longer ones in a worker, so that the page never stops. What the
 * program wrote itself holds no surprise, and at the start nobody is kept waiting but for the worker.
 */
const PARSE_HERE = { file: 50_000, stored: 1_500_000 }

const shipped = import.meta.glob<{ default: unknown }>('../workflows/recipes/*.recipe.json', { eager: true })
const samples = import.meta.glob<string>('../workflows/storyboards/*.storyboard.json', {
  query: '?raw',
  import: 'default',
})

// The database travels beside the entry and not in it: the window can be drawn before the first row is read.
const storageRoom = import('./storage/browser.ts')

async function openPorts(i18n: I18n, onSuperseded: () => void): Promise<StudioPorts> {
  const {
    createBlobStore,
    createEditingLock,
    createJobStore,
    createRecipeStore,
    createSecondCopy,
    createStoryboardStore,
    createTakeStore,
    openBytesDatabase,
    openStrictDatabase,
    privateRoot,
  } = await storageRoom
  const clock = systemClock
  const db = openStrictDatabase(onSuperseded)
  // Opens while the rest of the page is made; whoever reads first is told if it cannot be opened.
  db.open().catch(() => {})
  const root = await privateRoot()
  const blobs = await createBlobStore(root, () => openBytesDatabase(), clock)
  const forwarder = createForwarderClient((input, init) => fetch(input, init), readPageToken)
  const scheduler = createSchedulerClient({
    clock,
    page: window,
    wakeups: pageWakeups,
    startWorker: () =>
      new Worker(new URL('./scheduler.worker.ts', import.meta.url), { type: 'module', name: 'scheduler' }),
  })
  const media = lazily(async () => {
    const { createMediaClient } = await import('./media/browser.ts')
    return createMediaClient()
  })
  const films = lazily(async () => {
    const { createFilmWriter } = await import('./exports/browser.ts')
    return createFilmWriter({ bytes: (id) => blobs.get(id), clock, root: privateRoot })
  })
  return {
    catalog,
    clock,
    random: systemRandom,
    storyboards: createStoryboardStore(db, clock, createSecondCopy(privateRoot)),
    takes: createTakeStore(db, clock),
    jobs: createJobStore(db, clock),
    recipes: createRecipeStore(db, clock),
    blobs,
    scheduler,
    lock: createEditingLock(navigator.locks),
    shippedRecipes: Object.values(shipped).map((file) => parseRecipe(file.default).recipe),
    sample: () => loadSample('lighthouse'),
    openText: async (text, from: keyof typeof PARSE_HERE = 'file') =>
      text.length <= PARSE_HERE[from] ? openStoryboardText(text, { catalog }) : openInWorker(text),
    readWorkflow: createWorkflowReader(),
    probe: async (bytes, name) => (await media()).probe(bytes, name),
    thumbnail: async (bytes, mime) => (await media()).thumbnail(bytes, mime),
    filmstrip: async (bytes, count) => (await media()).filmstrip(bytes, count),
    writeFilm: async (request, signal, onProgress) => (await films())(request, signal, onProgress),
    registerTarget: forwarder.register,
    forgetTarget: forwarder.forget,
    listTargets: forwarder.list,
    urls: { create: (bytes) => URL.createObjectURL(bytes), revoke: (url) => URL.revokeObjectURL(url) },
    say: (code, facts) => i18n.find(`runs.${code}`, facts) ?? code,
    sayFailure: createSay(i18n.find, () => i18n.state.language === 'en'),
    memory: createPageMemory(() => localStorage),
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function loadSample(name: string): Promise<string> {
  const load = samples[`../workflows/storyboards/${name}.storyboard.json`]
  if (!load) throw new Error(`there is no sample ${name}`)
  return load()
}

/** `globalThis.framewright`; its members come while the program starts, before `ready` resolves. */
const surface: Partial<Framewright> = { version: __APP_VERSION__ }

/** The first screen's code travels while the storyboard is being read. A failure is told where the screen is shown. */
function fetchFirstScreen(): void {
  if (/^(#\/(canvas)?)?$/.test(location.hash)) void fetchCanvas()
}

/** Opens everything and shows the window; resolves when everything is there that a plan depends on. */
async function start(root: Root, i18n: I18n): Promise<void> {
  fetchFirstScreen()
  let tellSuperseded = () => {}
  const superseded = new Promise<void>((resolve) => {
    tellSuperseded = resolve
  })
  const studio = createStudio(await openPorts(i18n, () => tellSuperseded()))
  void superseded.then(async () => {
    const { storageFailures } = await storageRoom
    const title = createSay(i18n.find, () => i18n.state.language === 'en')(storageFailures.make('storage/closed'))
    studio.notify({ topic: 'storage-closed', level: 'error', title })
  })
  const started = studio.start()
  let tools: FramewrightTools | undefined
  const { ready: _own, ...members } = createFramewright(studio, __APP_VERSION__, () => tools)
  Object.assign(surface, members)
  root.render(<App studio={studio} i18n={i18n} />)
  await started
  // Films whose page closed before they were saved take room; they go when nothing else is to be done.
  requestIdleCallback(
    () => void import('./exports/browser.ts').then(({ sweepExports }) => sweepExports()).catch(() => {}),
  )
  // What fails to arrive is told where it is asked for.
  tools = await import('./recipes/infer/index.ts').catch(() => undefined)
}

const element = document.getElementById('root')
if (!element) throw new Error('the page has no #root')
const root = createRoot(element)
const i18n = createAppI18n()
const ready = start(root, i18n)
ready.catch((thrown: unknown) => root.render(<StartFailure failure={toFailure(thrown)} i18n={i18n} />))
// There as soon as the page has loaded, so that a script has something to wait for.
Object.assign(globalThis, { framewright: Object.assign(surface, { ready }) })
