import '@xyflow/react/dist/base.css'
import type { Job } from '../../../src/jobs/index.ts'
import { catalog } from '../../../src/kinds/index.ts'
import { filmBoard } from '../../app/boards.ts'
import { createFakeStudio } from '../../app/fake-studio.ts'
import { mountCanvas } from '../../app/mount-canvas.tsx'

const studio = createFakeStudio(filmBoard(catalog, { scenes: 10, shots: 33, columns: 10 }), catalog)
mountCanvas(studio)
let stop = () => {}

function aRunningJob(nodeId: string, order: number): Job {
  return {
    id: `job-${nodeId}`,
    runId: 'run',
    storyboardId: studio.document.get().board.id,
    nodeId,
    title: nodeId,
    make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: false, media: [] },
    ...{ engine: 'comfyui', servers: [], draft: false, reason: 'changed', because: '', dependsOn: [], order },
    ...{
      priority: 0,
      state: 'running',
      cancelRequested: false,
      suspect: false,
      createdAt: 1,
      attempts: 1,
      revision: 1,
    },
  }
}

/** Lets the mounted cards that make something work, and tells their progress 20 times a second. Answers how many there are. */
function start(most: number): number {
  const mounted = [...document.querySelectorAll<HTMLElement>('.react-flow__node')].map(({ dataset }) => dataset['id'])
  const ids = mounted.flatMap((id) => (id && /-(key|film)/.test(id) ? [id] : [])).slice(0, most)
  studio.setJobs(ids.map(aRunningJob))
  let tick = 0
  const timer = setInterval(() => {
    tick += 1
    for (const id of ids)
      studio.progress.set(id, { jobId: `job-${id}`, value: tick % 100, max: 100, label: `KSampler ${tick % 100}` })
  }, 50)
  stop = () => clearInterval(timer)
  return ids.length
}

/** What the measurement calls in the page. */
export const progressBench = { start, stop: () => stop() }
Object.assign(globalThis, { progressBench })
