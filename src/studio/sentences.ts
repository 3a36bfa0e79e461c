import { doctorSentences, engineFailures } from '../engines/index.ts'
import { exportFailures, exportIssues, exportWords } from '../exports/index.ts'
import { jobFailures, jobIssues, reasonSentences } from '../jobs/index.ts'
import { kernelFailures, type SentenceSource } from '../kernel/index.ts'
import { kindIssues, kindWords } from '../kinds/index.ts'
import { mediaFailures } from '../media/index.ts'
import { recipeFailures, recipeIssues } from '../recipes/index.ts'
import { importIssues, inferIssues } from '../recipes/infer/index.ts'
import { schedulerFailures } from '../scheduler/index.ts'
import { storageFailures } from '../storage/index.ts'
import { storyboardFailures, storyboardIssues, storyboardWords } from '../storyboard/index.ts'
import { timelineIssues } from '../timeline/index.ts'
import { studioFailures } from './failures.ts'
import { studioIssues, studioWords } from './issues.ts'

/** Every sentence that is born below the screens: the English of the catalogue, in one place and not a second time. */
export const sentenceSources = [
  kernelFailures,
  storyboardFailures,
  storyboardIssues,
  storyboardWords,
  recipeFailures,
  recipeIssues,
  importIssues,
  inferIssues,
  timelineIssues,
  jobFailures,
  jobIssues,
  reasonSentences,
  ...engineFailures,
  doctorSentences,
  kindIssues,
  kindWords,
  exportFailures,
  exportIssues,
  exportWords,
  mediaFailures,
  storageFailures,
  schedulerFailures,
  studioFailures,
  studioIssues,
  studioWords,
] as const satisfies readonly SentenceSource[]
