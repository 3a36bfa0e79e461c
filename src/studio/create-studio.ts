import type { Asset, Take } from '../assets/index.ts'
import { isTerminal } from '../jobs/index.ts'
import { createSignal, type Sentence, toFailure } from '../kernel/index.ts'
import { createJobTeller, type NoticeDraft, noticeOfAttention, wordDraft } from '../notices/index.ts'
import type { Recipe } from '../recipes/index.ts'
import { makeFragment, writeFragmentText, writeStoryboardText } from '../storyboard/index.ts'
import type { LibraryEntry, Studio } from './contract.ts'
import { createDocumentSession } from './document-session.ts'
import { createExporting } from './exporting.ts'
import { createFilmState } from './film-state.ts'
import { createImporter } from './import-file.ts'
import { createRecipeLibrary } from './import-recipe.ts'
import type { StudioNews } from './issues.ts'
import { createMediaUrls } from './media-urls.ts'
import { createNoticeCenter, type NoticeCenter } from './notice-center.ts'
import { createOperations } from './operations.ts'
import type { StudioPorts } from './ports.ts'
import { createProjects } from './projects.ts'
import { createQueueDesk } from './queue-desk.ts'
import { createRunning } from './running.ts'
import { createServers } from './servers.ts'

/** The parts of the program, wired to each other. */
type Parts = ReturnType<typeof createParts>

/**
 * Joins the use cases into the program that screens and scripts talk to. Call `start` once: `ready` follows as soon as the
 * storyboard is open, and `start` itself resolves when everything is known that a run depends on.
 */
export function createStudio(ports: StudioPorts): Studio & { start(): Promise<void> } {
  const parts = createParts(ports)
  return {
    ...liveState(parts),
    ...documentUses(parts),
    ...projectUses(parts),
    ...runUses(parts),
    ...serverUses(parts),
    ...mediaUses(parts),
    ...starting(parts),
    readNotices: () => parts.notices.readAll(),
    dismissNotice: (id) => parts.notices.dismiss(id),
    notify: (notice) => parts.notices.notify(notice),
  }
}

function createParts(ports: StudioPorts) {
  const notices = createNoticeCenter(ports.clock)
  const tell = createTeller(ports, notices)
  const paused = createSignal(false)
  const queue = createQueueDesk({
    ...ports,
    known: () => ({ servers: servers.live.get(), notices: notices.live.get(), role: servers.role.get() }),
    onState: ({ mode }) => paused.set(mode === 'paused'),
    onAttention: (topic, failure) => tellDraft(noticeOfAttention(topic, failure), ports, notices),
  })
  const servers = createServers({ ...ports, tell, onNews: queue.hear })
  const recipes = createSignal<readonly Recipe[]>(ports.shippedRecipes)
  const session = createDocumentSession({
    ...ports,
    store: ports.storyboards,
    cover: (board) => coverOf(board.nodes.keys(), film.takes.get()),
  })
  const film = createFilmState({
    document: session.live,
    takeStore: ports.takes,
    jobStore: ports.jobs,
    servers: servers.live,
    recipes,
    tell: (thrown) => tell(unreadable(thrown)),
  })
  const projects = createProjects({
    ...ports,
    store: ports.storyboards,
    session,
    tell,
    follow: (id) => film.follow(id),
  })
  const running = createRunning({
    ...ports,
    document: session.live,
    film,
    recipes,
    recipeStore: ports.recipes,
    takeStore: ports.takes,
    saveAll: session.saveAll,
  })
  const library = createRecipeLibrary({ ...ports, store: ports.recipes, recipes, servers: servers.live })
  const importer = createImporter({
    ...ports,
    readWorkflow: (file, name) => library.read(file, name),
    keepRecipe: (file) => library.keep(file),
    openStoryboard: (opened) => projects.take(opened),
    edit: (commands) => session.edit(commands),
  })
  return {
    ports,
    notices,
    tell,
    servers,
    recipes,
    session,
    film,
    projects,
    running,
    library,
    importer,
    paused,
    queue,
    operations: createOperations(ports),
  }
}

/** Puts what the studio has to say into the reader's words. */
function createTeller({ sayFailure }: StudioPorts, notices: NoticeCenter): (news: StudioNews) => void {
  const say = (sentence: Sentence) => sayFailure?.({ ...sentence, retry: 'manual' }) ?? sentence.message
  return ({ topic, level, sentence, text, detail }) =>
    notices.notify({
      topic,
      level,
      title: say(sentence),
      ...(text === undefined ? {} : { text: say(text) }),
      ...(detail === undefined ? {} : { detail }),
    })
}

function unreadable(thrown: unknown): StudioNews {
  const failure = toFailure(thrown)
  return { topic: 'film-state', level: 'error', sentence: failure, detail: failure.detail }
}

function coverOf(ids: Iterable<string>, takes: ReadonlyMap<string, readonly Take[]>): string | undefined {
  for (const id of ids) {
    const take = takes.get(id)?.findLast((one) => one.mime.startsWith('image/'))
    if (take) return take.assetId
  }
  return undefined
}

function liveState({ ports, session, projects, film, paused, queue, operations, servers, recipes, notices }: Parts) {
  return {
    catalog: ports.catalog,
    document: session.live,
    projects: projects.live,
    takes: film.takes,
    assessments: film.assessments,
    jobs: film.jobs,
    runs: film.runs,
    paused,
    queue: queue.desk,
    operations: operations.live,
    servers: servers.live,
    recipes,
    notices: notices.live,
    role: servers.role,
    progress: servers.progress,
    previews: servers.previews,
    timeline: film.timeline,
  } satisfies Partial<Studio>
}

/** Start, and the use case that must not overtake it. */
function starting(parts: Parts): Pick<Studio, 'ready' | 'run'> & { start(): Promise<void> } {
  const { session, projects, running } = parts
  // Whoever runs something before the servers are known would have it drafted here.
  let begun: Promise<unknown> = Promise.resolve()
  let resolveReady = () => {}
  const ready = new Promise<void>((resolve) => {
    resolveReady = resolve
  })
  return {
    ready,
    async start() {
      watchRecipes(parts)
      tellOfJobs(parts)
      const stop = session.live.subscribe(() => {
        stop()
        resolveReady()
      })
      // One does not wait for the other: the page shows the storyboard while the scheduler's worker starts.
      begun = Promise.all([projects.start(), startScheduler(parts)])
      await begun
    },
    async run(target, options) {
      await begun
      return running.run(target, options)
    },
  }
}

// A scheduler that does not come is no reason to keep the storyboard closed.
async function startScheduler({ servers, queue, tell }: Parts): Promise<void> {
  try {
    await servers.start()
    await queue.start()
  } catch (thrown) {
    const failure = toFailure(thrown)
    tell({ topic: 'scheduler', level: 'error', sentence: failure, detail: failure.detail })
  }
}

function watchRecipes({ ports, recipes }: Parts): void {
  ports.recipes.watch((own) => {
    const ids = new Set(own.map((recipe) => recipe.id))
    recipes.set([...own, ...ports.shippedRecipes.filter((recipe) => !ids.has(recipe.id))])
  })
}

function tellOfJobs({ ports, film, notices, servers }: Parts): void {
  const teller = createJobTeller(ports.clock.now())
  const tell = () => {
    const now = film.jobs.get()
    for (const draft of teller(now, film.runs.get())) tellDraft(draft, ports, notices)
    // A preview belongs to a job at work; afterwards the take shows.
    for (const job of now) if (isTerminal(job.state)) servers.clearLive(job.id, job.nodeId)
  }
  film.jobs.subscribe(tell)
  film.runs.subscribe(tell)
}

function tellDraft(draft: NoticeDraft, { say, sayFailure }: StudioPorts, notices: NoticeCenter): void {
  notices.notify(wordDraft(draft, say, sayFailure))
}

function documentUses({ session, projects }: Parts) {
  return {
    edit: (commands, options) => session.edit(commands, options),
    undo: () => session.undo(),
    redo: () => session.redo(),
    copyFragment: (ids) => writeFragmentText(makeFragment(session.live.get().board, ids)),
    saveNow: () => session.saveNow(),
    onSaved: (listener) => session.onSaved(({ id, changedAt }) => listener({ storyboardId: id, at: changedAt })),
    takeOver: () => projects.takeOver(),
    fileText: () => writeStoryboardText(session.live.get().board),
  } satisfies Partial<Studio>
}

function projectUses({ projects, importer, operations }: Parts) {
  return {
    createProject: (title) => projects.create(title),
    openProject: (id) => projects.open(id),
    renameProject: (id, title) => projects.rename(id, title),
    duplicateProject: (id) => projects.duplicate(id),
    trashProject: (id) => projects.trash(id),
    restoreProject: (id) => projects.restore(id),
    deleteProject: (id) => projects.remove(id),
    importFile: (source, name, at, options) =>
      operations.track({ kind: 'import', title: name ?? '' }, () => importer.importFile(source, name, at, options)),
    resolveConflict: ({ file }, answer) => projects.resolve(file, answer),
    revisions: () => projects.revisions(),
    openRevision: (key) => projects.openRevision(key),
  } satisfies Partial<Studio>
}

function runUses({ ports, running, paused }: Parts) {
  const { scheduler } = ports
  return {
    plan: (target) => running.plan(target),
    wait: (runId) => running.wait(runId),
    cancel: (what) => running.cancel(what),
    retry: (jobIds) => scheduler.retry(jobIds),
    restart: (jobId) => running.restart(jobId),
    waitingLimit: async () => (await scheduler.queue()).mostWaiting,
    setWaitingLimit: (most) => scheduler.setQueue({ mostWaiting: most }),
    async pause() {
      await scheduler.pause()
      paused.set(true)
    },
    async resume() {
      await scheduler.resume()
      paused.set(false)
    },
    reorder: (jobIds) => scheduler.reorder(jobIds),
    clearEnded: () => scheduler.clearEnded(),
    jobEvents: (jobId) => ports.jobs.events(jobId),
  } satisfies Partial<Studio>
}

function serverUses({ servers, running, library }: Parts) {
  return {
    addServer: (options) => servers.add(options),
    updateServer: (id, change) => servers.update(id, change),
    removeServer: (id) => servers.remove(id),
    checkServer: (id) => servers.check(id),
    resetServer: (id) => servers.reset(id),
    tryServer: (id) => running.tryServer(id),
    importRecipe: (source, name) => library.importRecipe(source, name),
    draftRecipe: (source, name) => library.draft(source, name),
    saveRecipe: (recipe) => library.save(recipe),
    removeRecipe: (id) => library.remove(id),
  } satisfies Partial<Studio>
}

function mediaUses({ ports, film, importer, session, operations }: Parts) {
  const { blobs, takes } = ports
  const media = createMediaUrls({ ...ports, asset: film.asset })
  const exportCut = createExporting({ ...ports, document: session.live, film, assets: (ids) => takes.assets(ids) })
  return {
    assetBlob: (id) => blobs.get(id),
    asset: (id) => film.asset(id),
    acquireUrl: (id, variant = 'full') => media.acquire(id, variant),
    importMedia: (file, name) =>
      operations.track({ kind: 'import', title: name }, () => importer.importMedia(file, name)),
    async allAssets() {
      const [assets, made] = await Promise.all([takes.allAssets(), takes.all()])
      return libraryEntries(assets, made)
    },
    watchAssets: (listener) => takes.watchAll(({ assets, takes: made }) => listener(libraryEntries(assets, made))),
    exportCut(nodeId, options = {}) {
      const title = session.live.get().evaluation.nodes.get(nodeId)?.card.title ?? nodeId
      const ending = new AbortController()
      const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal
      return operations.track({ kind: 'export', title, cancel: () => ending.abort() }, (report) =>
        exportCut(nodeId, {
          ...options,
          signal,
          onProgress(progress) {
            if (progress.total > 0) report(progress.done / progress.total)
            options.onProgress?.(progress)
          },
        }),
      )
    },
  } satisfies Partial<Studio>
}

function libraryEntries(assets: readonly Asset[], takes: readonly Take[]): readonly LibraryEntry[] {
  const byAsset = new Map<string, Take[]>()
  for (const take of takes) {
    const list = byAsset.get(take.assetId)
    if (list) list.push(take)
    else byAsset.set(take.assetId, [take])
  }
  return assets.map((asset) => ({ asset, takes: byAsset.get(asset.id) ?? [] }))
}
