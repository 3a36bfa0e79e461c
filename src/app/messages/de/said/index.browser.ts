import type { SentenceSource } from '../../../../kernel/index.ts'
import { saidByAnimatic } from './animatic.ts'
import { saidByComfyui } from './comfyui.ts'
import { saidByDoctor } from './doctor.ts'
import { saidByExports } from './exports.ts'
import { saidByImport } from './import.ts'
import { saidByInfer } from './infer.ts'
import { saidByJobs } from './jobs.ts'
import { saidByKernel } from './kernel.ts'
import { saidByKinds } from './kinds.ts'
import { saidByMedia } from './media.ts'
import { saidByRecipes } from './recipes.ts'
import { saidByScheduler } from './scheduler.ts'
import { saidByStorage } from './storage.ts'
import { saidByStoryboard } from './storyboard.ts'
import { saidByStudio } from './studio.ts'
import { saidByTimeline } from './timeline.ts'
import { saidByShell, saidByUi } from './window.browser.ts'

const byRoom = {
  animatic: saidByAnimatic,
  comfyui: saidByComfyui,
  doctor: saidByDoctor,
  exports: saidByExports,
  import: saidByImport,
  infer: saidByInfer,
  jobs: saidByJobs,
  kernel: saidByKernel,
  kinds: saidByKinds,
  media: saidByMedia,
  recipes: saidByRecipes,
  scheduler: saidByScheduler,
  shell: saidByShell,
  storage: saidByStorage,
  storyboard: saidByStoryboard,
  studio: saidByStudio,
  timeline: saidByTimeline,
  ui: saidByUi,
}

/** Every sentence that is born below the screens, in German. */
export const germanSentences: readonly SentenceSource[] = Object.entries(byRoom).map(([room, templates]) => ({
  room,
  templates,
}))
