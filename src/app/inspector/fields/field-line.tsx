import type { ComponentType } from 'react'
import type { Issue } from '../../../kernel/index.ts'
import type { EditCommand } from '../../../storyboard/index.ts'
import { useT } from '../../../ui/browser.tsx'
import { useStudio } from '../../state/studio-context.tsx'
import { useSay } from '../../words/say.browser.ts'
import { doEdit } from '../edits.browser.ts'
import { type NodeView, sharedValue } from '../model/node-view.ts'
import type { InspectorField, Widget } from '../model/schema-fields.ts'
import { FixButton, Issues } from '../node/issues.tsx'
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
  const { error, others } = notesOf(nodes, field.name)
  const say = useSay()
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
    <>
      <Widget
        {...{ field, label, nodes, mixed, readOnly, writeEach }}
        error={error && say(error)}
        layout={bare ? 'bare' : 'row'}
        value={value ?? undefined}
        write={(next, options) => writeEach(() => next, options)}
      />
      <FixButton issue={error} />
      <Issues issues={others} />
    </>
  )
}

/** The issues of a field: an error forbids running and is the field's own, anything else is advice below it. */
function notesOf(
  nodes: readonly NodeView[],
  field: string,
): { readonly error: Issue | undefined; readonly others: readonly Issue[] } {
  const issues = nodes
    .flatMap(({ evaluation }) => evaluation?.issues ?? [])
    .filter(({ at }) => at.field === field || at.field?.startsWith(`${field}.`))
  // Of several nodes that lack the same, one says it.
  const once = issues.filter((one, index) => issues.findIndex(({ message }) => message === one.message) === index)
  return {
    error: once.find(({ severity }) => severity === 'error'),
    others: once.filter(({ severity }) => severity !== 'error'),
  }
}
