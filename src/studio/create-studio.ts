import { createSignal } from '../kernel/index.ts'
import { noticesFromJobs, wordDraft } from '../notices/index.ts'
import { parseRecipe, type Recipe } from '../recipes/index.ts'
import { makeFragment, writeFragmentText, writeStoryboardText } from '../storyboard/index.ts'
import type { Studio } from './contract.ts'
import { createDocumentSession } from './document-session.ts'
import { createExporting } from './exporting.ts'
import { createFilmState } from './film-state.ts'
import { createImporter } from './import-file.ts'
import { createMediaUrls } from './media-urls.ts'
import { createNoticeCenter } from './notice-center.ts'
import type { StudioPorts } from './ports.ts'
import { createProjects } from './projects.ts'
import { createRunning } from './running.ts'
import { createServers } from './servers.ts'

/** Joins the use cases into the program that screens and scripts talk to. Call `start` once; `ready` follows. */
export function createStudio(ports: StudioPorts): Studio & { start(): Promise<void> } {
  const { clock, random, catalog, scheduler } = ports
  const notices = createNoticeCenter(clock)
  const servers = createServers(ports)
  const recipes = createSignal<readonly Recipe[]>(ports.shippedRecipes)
  const paused = createSignal(false)
  const session = createDocumentSession({
    catalog,
    clock,
    random,
    store: ports.storyboards,
    lock: ports.lock,
    cover: (board) => coverOf(board.nodes.keys()),
  })
  const film = createFilmState({
    document: session.live,
    takeStore: ports.takes,
    jobStore: ports.jobs,
    servers: servers.live,
    recipes,
  })
  const coverOf = (ids: Iterable<string>): string | undefined => {
    for (const id of ids) {
      const take = film.takes
        .get()
        .get(id)
        ?.findLast((one) => one.mime.startsWith('image/'))
      if (take) return take.assetId
    }
    return undefined
  }
  const projects = createProjects({ ...ports, store: ports.storyboards, session, follow: (id) => film.follow(id) })
  const running = createRunning({
    document: session.live,
    film,
    recipes,
    recipeStore: ports.recipes,
    takeStore: ports.takes,
    scheduler,
    random,
    clock,
    saveNow: session.saveNow,
    say: ports.say,
  })
  const importer = createImporter({
    ...ports,
    openStoryboard: (opened) => projects.take(opened),
    edit: (commands) => session.edit(commands),
  })
  const urls = createMediaUrls({ blobs: ports.blobs, asset: film.asset, thumbnail: ports.thumbnail, urls: ports.urls })
  const exportCut = createExporting({
    document: session.live,
    film,
    writeFilm: ports.writeFilm,
    assets: (ids) => ports.takes.assets(ids),
  })

  const watchRecipes = () =>
    ports.recipes.watch((own) => {
      const ids = new Set(own.map((recipe) => recipe.id))
      recipes.set([...own, ...ports.shippedRecipes.filter((recipe) => !ids.has(recipe.id))])
    })

  const tellOfJobs = () => {
    let before = film.jobs.get()
    film.jobs.subscribe(() => {
      const now = film.jobs.get()
      for (const run of film.runs.get())
        for (const draft of noticesFromJobs(before, now, run)) notices.notify(wordDraft(draft, ports.say))
      // A preview belongs to a job at work; afterwards the take shows.
      for (const job of now)
        if (job.state === 'done' || job.state === 'failed' || job.state === 'cancelled') clearLive(job.id, job.nodeId)
      before = now
    })
  }
  const clearLive = (jobId: string, nodeId: string) => {
    if (servers.progress.get(nodeId)?.jobId !== jobId) return
    servers.progress.set(nodeId, undefined)
    servers.previews.set(nodeId, undefined)
  }

  let resolveReady = () => {}
  const ready = new Promise<void>((resolve) => {
    resolveReady = resolve
  })

  return {
    catalog,
    document: session.live,
    projects: projects.live,
    takes: film.takes,
    assessments: film.assessments,
    jobs: film.jobs,
    runs: film.runs,
    paused,
    servers: servers.live,
    recipes,
    notices: notices.live,
    role: servers.role,
    progress: servers.progress,
    previews: servers.previews,
    timeline: film.timeline,
    ready,
    async start() {
      watchRecipes()
      tellOfJobs()
      await projects.start()
      await servers.start()
      paused.set(await scheduler.isPaused())
      resolveReady()
    },

    edit: (commands, options) => session.edit(commands, options),
    undo: () => session.undo(),
    redo: () => session.redo(),
    copyFragment: (ids) => writeFragmentText(makeFragment(session.live.get().board, ids)),
    saveNow: () => session.saveNow(),
    takeOver: () => projects.takeOver(),

    createProject: (title) => projects.create(title),
    openProject: (id) => projects.open(id),
    renameProject: (id, title) => projects.rename(id, title),
    duplicateProject: (id) => projects.duplicate(id),
    trashProject: (id) => projects.trash(id),
    restoreProject: (id) => projects.restore(id),
    deleteProject: (id) => projects.remove(id),

    importFile: (source, name, at) => importer.importFile(source, name, at),
    resolveConflict: ({ file }, answer) => projects.resolve(file, answer),
    fileText: () => writeStoryboardText(session.live.get().board),

    plan: (target) => running.plan(target),
    run: (target, options) => running.run(target, options),
    wait: (runId) => running.wait(runId),
    cancel: (what) => running.cancel(what),
    retry: (jobIds) => scheduler.retry(jobIds),
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

    addServer: (options) => servers.add(options),
    updateServer: (id, change) => scheduler.updateServer(id, change),
    removeServer: (id) => servers.remove(id),
    checkServer: (id) => servers.check(id),
    tryServer: (id) => running.tryServer(id),

    async importRecipe(source) {
      const text = source instanceof Blob ? await source.text() : source
      const { recipe, issues } = parseRecipe(text)
      await ports.recipes.put(recipe)
      return { recipeId: recipe.id, issues }
    },

    assetBlob: (id) => ports.blobs.get(id),
    asset: (id) => film.asset(id),
    acquireUrl: (id, variant = 'full') => urls.acquire(id, variant),
    importMedia: (file, name) => importer.importMedia(file, name),
    async allAssets() {
      const takes = await ports.takes.all()
      const byAsset = new Map<string, (typeof takes)[number][]>()
      for (const take of takes) byAsset.set(take.assetId, [...(byAsset.get(take.assetId) ?? []), take])
      return (await ports.takes.allAssets()).map((asset) => ({ asset, takes: byAsset.get(asset.id) ?? [] }))
    },

    exportCut: (nodeId, options) => exportCut(nodeId, options),
    readNotices: () => notices.readAll(),
    dismissNotice: (id) => notices.dismiss(id),
    notify: (notice) => notices.notify(notice),
  }
}
