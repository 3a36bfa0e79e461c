/** Everything that reads foreign workflows: a face of its own, because only the few who open one need it. */
export { convertWorkflow } from '../import/convert.ts'
export { importIssues } from '../import/issues.ts'
export { sourceOfBytes } from '../import/media/byte-source.ts'
export { readEmbedded } from '../import/media/read-embedded.ts'
export { inputAt, literalsOf } from './add-input.ts'
export { inferRecipe } from './infer.ts'
export { inferIssues } from './issues.ts'
export { readWorkflow, readWorkflowFile } from './read-workflow.ts'
