export { type AddedShots, addChain, addShots, isBareShot, type NewShots } from './add-shots.ts'
export {
  type AnyKind,
  type Arrival,
  type CardLine,
  type CardText,
  type Catalog,
  createCatalog,
  defineKind,
  type FieldLook,
  type Kind,
  type KindContext,
  type KindMigration,
  type Port,
  type Ports,
} from './catalog.ts'
export { type EditCommand, type EditResult, zEditCommand } from './commands.ts'
export type { ConnectAnswer, ConnectRefusal, PortEnd } from './connect.ts'
export {
  applyDiff,
  createStoryboard,
  type Header,
  type Storyboard,
  type StoryboardTable,
  toFile,
} from './document.ts'
export { duplicateBoard } from './duplicate.ts'
export type { EditPorts } from './edit/step.ts'
export { applyCommands } from './edit.ts'
export { createEvaluator, type Evaluator, evaluateBoard } from './evaluate.ts'
export type { Evaluation, NodeEvaluation } from './evaluation.ts'
export {
  type ClipFacts,
  type CutFacts,
  PORT_TYPES,
  type PortType,
  type PortValue,
  type SceneFacts,
  type ShotFacts,
  type StyleFacts,
  type SubjectFacts,
} from './facts.ts'
export type { StoryboardFailureCode } from './failures.ts'
export { storyboardFailures } from './failures.ts'
export {
  type OpenedStoryboard,
  type OpenOptions,
  openStoryboardText,
  type ReadStoryboard,
} from './file.ts'
export type { FileLook } from './file-look.ts'
export {
  type Fragment,
  isFragmentText,
  makeFragment,
  writeFragmentText,
} from './fragment.ts'
export { type Rect, rectOfNode } from './geometry.ts'
export { storyboardIssues } from './issues.ts'
export type {
  LayoutBox,
  LayoutInput,
  LayoutPlaces,
  LayoutWire,
} from './layout.ts'
export { type FileLimits, STORYBOARD_LIMITS } from './limits.ts'
export { makeRoom } from './make-room.ts'
export type { StoryboardMigration } from './migrate.ts'
export { moveShot } from './move-shot.ts'
export { shotName } from './naming.ts'
export { type PastedRows, type PasteTarget, pasteRows, type RefusedCell } from './paste-rows.ts'
export {
  boundsOf,
  type Connectable,
  downstreamOf,
  listShots,
  listSubjects,
  nodesOfFrame,
  type SearchHit,
  type ShotRow,
} from './queries.ts'
export { type Problem, parseParams, type Reading, readNode } from './reading.ts'
export { type ScanFlaw, scanJson } from './scan-json.ts'
export { joinScenes, splitScene } from './scenes.ts'
export {
  type Edge,
  type Frame,
  type Settings,
  type StoryboardFile,
  type StoryboardNode,
  zNode,
  zSize,
  zStoryboardFile,
} from './schema.ts'
export { sniffBytes, sniffText } from './sniff.ts'
export type { Revision, RevisionReason, StoryboardEntry, StoryboardStore } from './store.ts'
export { wireSubject } from './wire-subject.ts'
export {
  type NodeWires,
  type Wire,
  type Wiring,
  wireStoryboard,
  wiresOf,
} from './wiring.ts'
export { lookSentence, storyboardWords } from './words.ts'
export { writeStoryboardText } from './write.ts'
