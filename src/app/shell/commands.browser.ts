import { isTerminal } from '../../jobs/index.ts'
import type { TemplateId } from '../../kinds/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { type Command, type CommandGroup, registerCommands } from '../state/commands.ts'
import { openExport, showDialog } from '../state/dialogs.ts'
import { addTemplate } from '../state/insert-template.browser.ts'
import { revealNodes, type Screen, session, showScreen } from '../state/session.ts'
import { askForFiles, downloadCopy } from './files.browser.ts'
import { stepLabel } from './history.ts'
import { panels } from './panels.browser.ts'
import { removeRecipe, restoreRecipe } from './recipe-removal.browser.ts'
import { attempt, startRun, stopEverything } from './running.browser.ts'
import { frameInView, fromTarget, selectedMakers } from './targets.ts'
import { words } from './words.browser.ts'

type Rest = Pick<Command, 'when' | 'whileTyping' | 'needsValue'>

const VALUE: Rest = { needsValue: true }

function define(
  id: `${CommandGroup}.${string}`,
  keys: readonly string[],
  run: Command['run'],
  rest: Rest = {},
): Command {
  return { id, title: `shell.command.${id}`, group: id.split('.')[0] as CommandGroup, keys, run, ...rest }
}

const makers = (studio: Studio) => selectedMakers(session.getState().selection, studio.assessments.get())
const frame = (studio: Studio) => {
  const { selectedFrame, selection } = session.getState()
  return frameInView(selectedFrame, selection, studio.document.get())
}
const from = (studio: Studio) =>
  fromTarget([...session.getState().selection], studio.document.get(), studio.assessments.get())
const working = (studio: Studio) => studio.jobs.get().some((job) => !isTerminal(job.state))
const editable = (studio: Studio) => studio.document.get().readOnly === undefined

function runSelection(studio: Studio): void {
  const nodes = makers(studio)
  void startRun(studio, nodes.length > 0 ? { nodes } : 'stale')
}

const RUN = [
  define('run.target', ['mod+enter'], runSelection, { whileTyping: true }),
  define('run.stale', ['mod+shift+enter'], (studio) => void startRun(studio, 'stale'), { whileTyping: true }),
  define('run.all', [], (studio) => void startRun(studio, 'all')),
  define('run.selection', [], runSelection, { when: (studio) => makers(studio).length > 0 }),
  define('run.from', [], (studio) => void startRun(studio, from(studio) ?? 'stale'), {
    when: (studio) => from(studio) !== undefined,
  }),
  define('run.frame', [], (studio) => void startRun(studio, { frame: frame(studio)?.id ?? '' }), {
    when: (studio) => frame(studio) !== undefined,
  }),
  define('run.draftHere', [], (studio) => void startRun(studio, 'stale', { draftHere: true })),
  define('run.takes', [], (studio) => showDialog({ dialog: 'takes', target: { nodes: makers(studio) } }), {
    when: (studio) => makers(studio).length > 0,
  }),
  define('run.plan', [], () => showDialog({ dialog: 'plan', target: 'stale' })),
  define('run.stop', [], (studio) => void stopEverything(studio), { when: working }),
  define(
    'run.pause',
    [],
    (studio) => void attempt(studio, 'queue', () => (studio.paused.get() ? studio.resume() : studio.pause())),
  ),
  define(
    'run.retry',
    [],
    (studio, jobId) => void attempt(studio, 'retry', () => studio.retry(jobId === undefined ? [] : jobId.split(','))),
    VALUE,
  ),
  define(
    'run.cancel',
    [],
    (studio, jobId) => void (jobId !== undefined && attempt(studio, 'stop', () => studio.cancel({ jobId }))),
    VALUE,
  ),
]

const FILE = [
  define('file.removeRecipe', [], (studio, id) => void removeRecipe(studio, id ?? ''), VALUE),
  define('file.restoreRecipe', [], (studio, id) => void restoreRecipe(studio, id ?? ''), VALUE),
  define('file.new', [], (studio) => void attempt(studio, 'projects', () => newProject(studio))),
  define('file.open', ['mod+o'], (studio) => askForFiles(studio)),
  define('file.save', ['mod+s'], (studio) => void saveAloud(studio), { whileTyping: true }),
  define('file.saveCopy', ['mod+shift+s'], downloadCopy, { whileTyping: true }),
  define('file.duplicate', [], (studio) => void attempt(studio, 'projects', () => duplicate(studio))),
  define('file.revisions', [], () => showDialog({ dialog: 'revisions' })),
  define(
    'file.restore',
    [],
    (studio, id) => void (id !== undefined && attempt(studio, 'projects', () => studio.restoreProject(id))),
    VALUE,
  ),
  define('file.templateShot', [], (studio) => insertNamed(studio, 'shot'), { when: editable }),
  define('file.templateScene', [], (studio) => insertNamed(studio, 'scene'), { when: editable }),
  define('file.templateFilm', [], (studio) => insertNamed(studio, 'film'), { when: editable }),
  define('file.export', ['mod+e'], (studio) => openExport(exportNodes(studio)[0]?.id ?? ''), {
    when: (studio) => exportNodes(studio).length > 0,
  }),
]

const EDIT = [
  define('edit.undo', ['mod+z'], (studio) => undoAloud(studio), { when: editable }),
  define('edit.redo', ['mod+shift+z', 'mod+y'], (studio) => redoAloud(studio), { when: editable }),
  define('edit.takeOver', [], (studio) => void attempt(studio, 'projects', () => studio.takeOver()), {
    when: (studio) => studio.document.get().readOnly === 'other-tab',
  }),
]

const go = (screen: Screen, keys: readonly string[]) => define(`go.${screen}`, keys, () => showScreen(screen))

const GO = [
  go('projects', ['alt+0']),
  go('canvas', ['alt+1']),
  go('shots', ['alt+2']),
  go('timeline', ['alt+3']),
  go('library', ['alt+4']),
  go('queue', ['alt+5']),
  go('servers', ['alt+6']),
  go('settings', ['alt+7']),
  go('notices', ['alt+8']),
  define('go.node', [], (_studio, nodeId) => showNodes(nodeId === undefined ? [] : nodeId.split(',')), VALUE),
]

const VIEW = [
  define('view.inspector', ['shift+i'], () => panels.toggle('inspector')),
  define('view.drawer', ['shift+p'], () => panels.toggle('drawer')),
  define('view.reload', [], (studio) => void studio.saveNow().finally(() => location.reload())),
  define('help.shortcuts', ['?'], () => showDialog({ dialog: 'shortcuts' })),
]

/** Adds the window's own commands. */
export function registerAppCommands(): () => void {
  return registerCommands([...RUN, ...FILE, ...EDIT, ...GO, ...VIEW])
}

function insertNamed(studio: Studio, id: TemplateId): void {
  const name = words.t(`shell.template.${id}`)
  addTemplate(studio, id, words.t('shell.template.undo', { name }))
}

/** Shows nodes on the canvas. */
export function showNodes(nodeIds: readonly string[]): void {
  if (nodeIds.length === 0) return
  showScreen('canvas')
  revealNodes(nodeIds)
}

/** Makes an empty storyboard and shows it. */
export async function newProject(studio: Studio): Promise<void> {
  await studio.createProject(words.t('projects.newTitle'))
  showScreen('canvas')
}

async function duplicate(studio: Studio): Promise<void> {
  await studio.openProject(await studio.duplicateProject(studio.document.get().board.id))
}

async function saveAloud(studio: Studio): Promise<void> {
  await attempt(studio, 'save', () => studio.saveNow())
  const { save } = studio.document.get()
  if (save.state === 'saved') announce(words.t('shell.saved.announced'))
}

/** Undoes and says what. */
export function undoAloud(studio: Studio): void {
  const label = stepLabel(studio.document.get().undoLabel, words.find) ?? words.t('shell.history.step')
  announce(studio.undo() ? words.t('shell.history.undone', { label }) : words.t('shell.history.nothingToUndo'))
}

/** Does again what was undone and says what. */
export function redoAloud(studio: Studio): void {
  const label = stepLabel(studio.document.get().redoLabel, words.find) ?? words.t('shell.history.step')
  announce(studio.redo() ? words.t('shell.history.redone', { label }) : words.t('shell.history.nothingToRedo'))
}

/** Nodes that can be exported: those that take a cut and hand nothing on, then those that make a cut. */
export function exportNodes(studio: Studio): readonly { readonly id: string; readonly title: string }[] {
  const { evaluation } = studio.document.get()
  const ends: { id: string; title: string }[] = []
  const cuts: { id: string; title: string }[] = []
  for (const id of evaluation.order) {
    const seen = evaluation.nodes.get(id)
    const one = { id, title: seen?.card.title ?? id }
    if (seen?.ports.outputs.some(({ types }) => types.includes('cut'))) cuts.push(one)
    else if (seen?.ports.inputs.some(({ types }) => types.includes('cut'))) ends.push(one)
  }
  return ends.length > 0 ? ends : cuts
}
