import type { ComponentType } from 'react'
import type { EditCommand } from '../../../storyboard/index.ts'
import { useT } from '../../../ui/browser.tsx'
import { useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import { type NodeView, sharedValue } from '../model/node-view.ts'
import type { InspectorField, Widget } from '../model/schema-fields.ts'
import { useWords } from '../words.browser.ts'
import { ClipsField } from './clips-field.tsx'
import type { FieldProps, WriteOptions } from './field-props.ts'
import { MediaLine, MediasLine } from './media-field.tsx'
import { PromptField } from './prompt-field.tsx'
import { EngineLine, RecipeLine } from './recipe-field.tsx'
import { RecipeValues } from './recipe-values-field.tsx'
import { SecondsLine } from './seconds-field.tsx'
import { SeedLine } from './seed-field.tsx'
import { SizeLine } from './size-field.tsx'
import { ChoiceLine, JsonLine, NumberLine, Prose, SuggestLine, SwitchLine, TextLine } from './text-fields.tsx'

const widgets: Readonly<Record<Widget, ComponentType<FieldProps>>> = {
  text: TextLine,
  prose: Prose,
  prompt: PromptField,
  number: NumberLine,
  seconds: SecondsLine,
  choice: ChoiceLine,
  suggest: SuggestLine,
  switch: SwitchLine,
  media: MediaLine,
  medias: MediasLine,
  seed: SeedLine,
  recipe: RecipeLine,
  'recipe-values': RecipeValues,
  engine: EngineLine,
  size: SizeLine,
  clips: ClipsField,
  json: JsonLine,
}

/** What a line of the form takes. */
export type FieldLineProps = {
  readonly field: InspectorField
  readonly nodes: readonly NodeView[]
  readonly readOnly: boolean
  /** The heading above says its name already. */
  readonly bare?: boolean | undefined
}

/** One parameter of one or several nodes, with its widget and its issues. */
export function FieldLine({ field, nodes, readOnly, bare }: FieldLineProps) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const Widget = widgets[field.widget]
  const label = words.field(nodes[0]?.node.kind, field.name)
  const { value, mixed } = sharedValue(nodes, ({ params }) => params[field.name] ?? null)
  const { error, hint } = notesOf(nodes, field.name)
  const writeEach = (make: (node: NodeView) => unknown, options: WriteOptions = {}) => {
    const edits = nodes.map(
      (node): EditCommand => ({ type: 'setParams', node: node.id, params: { [field.name]: make(node) ?? null } }),
    )
    return doEdit(studio, [...edits, ...(options.extra ?? [])], {
      label: t('inspector.undo.change', { field: label }),
      group: options.group,
    })
  }
  return (
    <Widget
      {...{ field, label, nodes, mixed, error, hint, readOnly, writeEach }}
      layout={bare ? 'bare' : 'row'}
      value={value ?? undefined}
      write={(next, options) => writeEach(() => next, options)}
    />
  )
}

/** The issues of a field: an error forbids running, anything else is advice. */
function notesOf(nodes: readonly NodeView[], field: string): { error?: string; hint?: string } {
  const issues = nodes
    .flatMap(({ evaluation }) => evaluation?.issues ?? [])
    .filter(({ at }) => at.field === field || at.field?.startsWith(`${field}.`))
  const error = issues.find(({ severity }) => severity === 'error')?.message
  const hint = issues.find(({ severity }) => severity !== 'error')?.message
  return { ...(error === undefined ? {} : { error }), ...(hint === undefined ? {} : { hint }) }
}
