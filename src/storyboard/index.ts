export {
  type AnyKind,
  type Arrival,
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
export { type ConnectAnswer, type ConnectRefusal, canConnect, describeRefusal, type PortEnd } from './connect.ts'
export {
  applyDiff,
  createStoryboard,
  fromFile,
  type Header,
  type Storyboard,
  type StoryboardTable,
  toFile,
} from './document.ts'
export { duplicateBoard } from './duplicate.ts'
export type { EditPorts } from './edit/step.ts'
export { applyCommands } from './edit.ts'
export { createEvaluator, evaluateBoard } from './evaluate.ts'
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
export { type StoryboardFailureCode, storyboardFailures } from './failures.ts'
export {
  type OpenedStoryboard,
  type OpenOptions,
  openStoryboardText,
  openStoryboardValue,
  type ReadStoryboard,
  readStoryboardText,
  readStoryboardValue,
} from './file.ts'
export {
  FRAGMENT_FORMAT,
  type Fragment,
  isFragmentText,
  makeFragment,
  readFragment,
  writeFragmentText,
  zFragment,
} from './fragment.ts'
export { boundsOfNodes, overlaps, PLACEHOLDER_CARD, type Rect, rectOfNode } from './geometry.ts'
export { formatPath, type JsonPath, placeAt } from './json-path.ts'
export {
  LAYOUT_GRID,
  type LayoutBox,
  type LayoutInput,
  type LayoutPlaces,
  type LayoutWire,
  layoutCommands,
  layoutInput,
} from './layout.ts'
export { type FileLimits, STORYBOARD_LIMITS } from './limits.ts'
export { STORYBOARD_MIGRATIONS, type StoryboardMigration } from './migrate.ts'
export { shotName } from './naming.ts'
export { orderAfter, reorderKeys } from './orders.ts'
export {
  boundsOf,
  type Connectable,
  connectableKinds,
  downstreamOf,
  listShots,
  listSubjects,
  nodesInRect,
  nodesOfFrame,
  type SearchHit,
  type ShotRow,
  searchNodes,
  upstreamOf,
} from './queries.ts'
export { type Problem, parseParams, type Reading, readNode } from './reading.ts'
export { compareIds, readingOrder } from './reading-order.ts'
export { type ScanFlaw, scanJson } from './scan-json.ts'
export {
  type Edge,
  type Frame,
  type Settings,
  STORYBOARD_FORMAT,
  STORYBOARD_VERSION,
  type StoryboardFile,
  type StoryboardNode,
  zEdge,
  zEnd,
  zFrame,
  zNode,
  zPoint,
  zRate,
  zSettings,
  zSize,
  zStoryboardFile,
} from './schema.ts'
export { describeLook, type FileLook, sniffBytes, sniffJson, sniffText } from './sniff.ts'
export type { RevisionReason, StoryboardEntry, StoryboardStore } from './store.ts'
export { wireSubject } from './wire-subject.ts'
export {
  findPort,
  listTypes,
  type NodeWires,
  portsFit,
  type Wire,
  type Wiring,
  wireStoryboard,
  wiresOf,
} from './wiring.ts'
export { writeStoryboardText } from './write.ts'
