import { type AnyKind, createCatalog } from '../storyboard/index.ts'
import { audioKind } from './audio/kind.ts'
import { characterKind } from './character/kind.ts'
import { editKind } from './edit/kind.ts'
import { exportKind } from './export/kind.ts'
import { keyframeKind } from './keyframe/kind.ts'
import { noteKind } from './note/kind.ts'
import { referenceKind } from './reference/kind.ts'
import { sceneKind } from './scene/kind.ts'
import { shotKind } from './shot/kind.ts'
import { styleKind } from './style/kind.ts'
import { textKind } from './text/kind.ts'
import { videoKind } from './video/kind.ts'

export { zTrim } from './edit/kind.ts'
export { kindIssues, kindWords } from './issues.ts'
export { mentionName, STORY_VARIABLES } from './template.ts'
export { type InsertedTemplate, insertTemplate, TEMPLATES, type TemplateId } from './templates.ts'

/** All node kinds, in palette order. One line adds one. */
const ALL: readonly AnyKind[] = [
  sceneKind,
  shotKind,
  textKind,
  characterKind,
  styleKind,
  referenceKind,
  keyframeKind,
  videoKind,
  audioKind,
  editKind,
  exportKind,
  noteKind,
]

/** The catalog of node kinds that the program knows. */
export const catalog = createCatalog(ALL)
