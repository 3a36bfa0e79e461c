import { TEMPLATES } from '../../../kinds/index.ts'
import type { AnyKind } from '../../../storyboard/index.ts'
import type { Studio } from '../../../studio/index.ts'
import type { IconName } from '../../../ui/browser.tsx'
import { commands, shortcutOf } from '../../state/commands.ts'
import { addTemplate } from '../../state/insert-template.browser.ts'
import { revealNodes } from '../../state/session.ts'
import { addNode, kindName } from '../actions/adding.browser.ts'
import { canvasCommands, keysOfCommand } from '../actions/commands.browser.ts'
import { type CanvasEditor, isReadOnly, type PaletteRequest } from '../editor.browser.ts'
import { kindsThatFit, portOf } from '../model/connecting.ts'
import { snap } from '../model/geometry.ts'

/** A line of the palette. */
export type PaletteItem = {
  /** Stable, so that recent ones can be remembered. */
  readonly id: string
  readonly section: 'kinds' | 'templates' | 'recipes' | 'commands' | 'nodes'
  readonly label: string
  /** Further words that are searched and shown in grey. */
  readonly note: string
  readonly icon: IconName
  readonly shortcut?: string | undefined
  readonly recent?: boolean | undefined
  run(): void
}

/** Everything that the palette offers for a request: what fits a wire or an edge, or all there is. */
export function paletteItems(editor: CanvasEditor, request: PaletteRequest): readonly PaletteItem[] {
  const fitting = kindsFor(editor, request)
  const locked = isReadOnly(editor)
  const made = locked ? [] : [...kindItems(editor, request, fitting), ...recipeItems(editor, request, fitting)]
  const templates = locked ? [] : templateItems(editor, request)
  return fitting ? made : [...made, ...templates, ...commandItems(editor), ...nodeItems(editor)]
}

/** Names of the kinds that can be chosen; undefined = all of them. */
function kindsFor(editor: CanvasEditor, { end, edge }: PaletteRequest): ReadonlySet<string> | undefined {
  const { catalog } = editor.studio
  const scene = editor.scene.get()
  if (end) {
    const port = portOf(scene, end)
    return new Set(port ? kindsThatFit(catalog, end, port).keys() : [])
  }
  const type = edge === undefined ? undefined : scene.wires.get(edge)?.type
  if (!type) return undefined
  const between = [...catalog.kinds].filter(([, kind]) => {
    const { inputs, outputs } = kind.ports(kind.defaults())
    return inputs.some(({ types }) => types.includes(type)) && outputs.some(({ types }) => types.includes(type))
  })
  return new Set(between.map(([name]) => name))
}

/** Kinds stand in the order in which a film is made. */
const GROUPS: readonly AnyKind['group'][] = ['story', 'world', 'make', 'finish', 'note']

function kindItems(
  editor: CanvasEditor,
  request: PaletteRequest,
  fitting: ReadonlySet<string> | undefined,
): PaletteItem[] {
  const { t } = editor.page
  return [...editor.studio.catalog.kinds.values()]
    .filter(({ kind }) => !fitting || fitting.has(kind))
    .sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
    .map((kind) => ({
      id: `kind ${kind.kind}`,
      section: 'kinds',
      label: upperFirst(kindName(editor, kind.kind)),
      note: t(`canvas.palette.group.${kind.group}`),
      icon: kind.icon as IconName,
      run: () => void addNode(editor, { kind: kind.kind }, request),
    }))
}

/** A recipe as a node that is ready to run: the first kind that makes what it gives and takes a recipe. */
function recipeItems(
  editor: CanvasEditor,
  request: PaletteRequest,
  fitting: ReadonlySet<string> | undefined,
): PaletteItem[] {
  return editor.studio.recipes.get().flatMap((recipe): PaletteItem[] => {
    const kind = kindForRecipe(editor.studio, recipe.outputs[0]?.type)
    if (kind === undefined || (fitting && !fitting.has(kind))) return []
    return [
      {
        id: `recipe ${recipe.id}`,
        section: 'recipes',
        label: recipe.title,
        note: `${kindName(editor, kind)} · ${recipe.purpose}`,
        icon: 'recipe',
        run: () => void addNode(editor, { kind, params: { recipe: recipe.id } }, request),
      },
    ]
  })
}

function kindForRecipe({ catalog }: Studio, gives: string | undefined): string | undefined {
  for (const kind of catalog.kinds.values()) {
    if (!kind.make) continue
    const outputs = kind.ports(kind.defaults()).outputs
    if (outputs.some(({ types }) => types.some((type) => type === gives))) return kind.kind
  }
  return undefined
}

/** Chains that films are mostly made of, put where the palette was opened. */
function templateItems(editor: CanvasEditor, { at }: PaletteRequest): PaletteItem[] {
  const { t } = editor.page
  return TEMPLATES.map((id) => {
    const name = t(`shell.template.${id}`)
    return {
      id: `template ${id}`,
      section: 'templates',
      label: name,
      note: t('shell.template.note'),
      icon: 'plus',
      run: () => void addTemplate(editor.studio, id, t('shell.template.undo', { name }), snapped(at)),
    }
  })
}

function snapped({ x, y }: PaletteRequest['at']): PaletteRequest['at'] {
  return { x: snap(x), y: snap(y) }
}

function commandItems(editor: CanvasEditor): PaletteItem[] {
  const { t } = editor.page
  const locked = isReadOnly(editor)
  const own: PaletteItem[] = canvasCommands
    .filter(({ id, edits }) => id !== 'add' && !(locked && edits))
    .map((command) => ({
      id: `command ${command.id}`,
      section: 'commands',
      label: t(`canvas.command.${command.id}`),
      note: '',
      icon: 'keyboard',
      shortcut: keysOfCommand(command)[0],
      run: () => command.run(editor),
    }))
  return [...own, ...windowCommands(editor)]
}

/** What can be done from anywhere: run, open, go to a screen. */
function windowCommands(editor: CanvasEditor): PaletteItem[] {
  const { studio, page } = editor
  const say = page.t as unknown as (key: string) => string
  const own = new Set<string>(canvasCommands.map(({ id }) => id))
  return commands
    .get()
    .filter(
      ({ id, scope, when }) =>
        scope === undefined &&
        !own.has(id.split('.').at(-1) ?? '') &&
        // Templates stand in the palette with a place of their own.
        !id.startsWith('file.template') &&
        when?.(studio) !== false,
    )
    .map(({ id, title, run }) => ({
      id: `command ${id}`,
      section: 'commands',
      label: say(title),
      note: '',
      icon: 'keyboard',
      shortcut: shortcutOf(id),
      run: () => run(studio),
    }))
}

function nodeItems(editor: CanvasEditor): PaletteItem[] {
  return editor.scene.get().list.map((box) => ({
    id: `node ${box.id}`,
    section: 'nodes',
    label: box.title,
    note: kindName(editor, box.node.kind),
    icon: (box.kind?.icon ?? 'warning') as IconName,
    run: () => revealNodes([box.id]),
  }))
}

function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
