import { toFailure } from '../kernel/index.ts'
import { findAbilities } from './abilities.browser.ts'
import { exportFailures } from './failures.ts'
import { probeMedia } from './file/probe-media.browser.ts'
import { filmFormats } from './formats.ts'
import type { MediaFacts } from './media-facts.ts'
import { checkFilm } from './plan/check-film.ts'
import { planFilm } from './plan/plan-film.ts'
import type { FilmPhase } from './request.ts'
import type { FilmAnswer, FilmTask } from './worker-messages.browser.ts'
import { writeFilm } from './write-film.browser.ts'

/** Milliseconds between messages of progress. */
const PROGRESS_EVERY = 100
/** Files looked into side by side: reading waits for the disk more than for anything. */
const PROBED_AT_ONCE = 4

self.onmessage = ({ data }: MessageEvent<FilmTask>) => {
  void perform(data).catch((thrown) => answer({ is: 'failed', failure: toFailure(thrown) }))
}

function answer(message: FilmAnswer): void {
  self.postMessage(message)
}

async function perform(task: FilmTask): Promise<void> {
  const { request, sources, storedName, folder } = task
  if (typeof VideoEncoder === 'undefined' || typeof VideoDecoder === 'undefined')
    throw exportFailures.error('exports/no-webcodecs')
  const facts = await probeAll(task)
  const format = filmFormats[request.format]
  const plan = planFilm(request, facts)
  const abilities = await findAbilities(request, format, plan)
  const issues = checkFilm(request, facts, abilities)
  answer({ is: 'checked', issues })
  if (task.task === 'check') return answer({ is: 'done' })
  refuse(issues, request.format)
  const bytes = await writeFilm({
    request,
    format,
    plan,
    facts,
    abilities,
    sources: new Map(sources.map(({ assetId, bytes: blob }) => [assetId, blob])),
    folder,
    storedName,
    onProgress: throttled(),
  })
  answer({ is: 'done', bytes })
}

async function probeAll({ request, sources }: FilmTask): Promise<ReadonlyMap<string, MediaFacts>> {
  const facts = new Map<string, MediaFacts>()
  const waiting = [...sources]
  const probeNext = async () => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      answer({ is: 'progress', phase: 'reading', done: 0 })
      facts.set(source.assetId, await probeMedia(source.bytes, { rate: request.timeline.rate, starts: source.starts }))
    }
  }
  await Promise.all(Array.from({ length: PROBED_AT_ONCE }, probeNext))
  return facts
}

// The first error of the check becomes the failure: nothing has been written yet.
function refuse(issues: ReturnType<typeof checkFilm>, format: keyof typeof filmFormats): void {
  const found = issues.find(({ severity }) => severity === 'error')
  if (!found) return
  if (found.code === 'exports/empty-cut') throw exportFailures.error('exports/nothing-to-write')
  if (found.code === 'exports/too-long')
    throw exportFailures.error('exports/film-too-long', { facts: { sentence: found } })
  if (found.code === 'exports/cannot-encode') {
    const { video, instead } = filmFormats[format]
    throw exportFailures.error('exports/no-encoder', {
      facts: { codec: video[0]?.title ?? '', other: instead.toUpperCase() },
    })
  }
  throw exportFailures.error('exports/unreadable-clip', {
    facts: { sentence: found },
    at: found.at.nodeId ? { nodeId: found.at.nodeId } : undefined,
  })
}

function throttled(): (phase: FilmPhase, done: number) => void {
  let last = { at: Number.NEGATIVE_INFINITY, phase: 'reading' }
  return (phase, done) => {
    const now = performance.now()
    if (phase === last.phase && now - last.at < PROGRESS_EVERY) return
    last = { at: now, phase }
    answer({ is: 'progress', phase, done })
  }
}
