import type { RecipeInput } from '../../../recipes/index.ts'
import { useFormats, useT } from '../../../ui/browser.tsx'
import { Combobox, NumberField, Select, Switch, TextField } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { humanise } from '../model/humanise.ts'
import { type NodeView, sharedValue } from '../model/node-view.ts'
import { modelsOf, ownInputs, presetOf, recipeOf } from '../model/recipe-choice.ts'
import type { FieldProps } from './field-props.ts'

type Value = string | number | boolean
type Values = Readonly<Record<string, Value>>

/** What a recipe lets people set beyond what the node fills by itself, and its presets. */
export function RecipeValues(props: FieldProps) {
  const { nodes, field, readOnly, writeEach } = props
  const t = useT()
  const studio = useStudio()
  const recipes = useLive(studio.recipes)
  const settings = useLive(studio.document, (state) => state.board.header.settings)
  const assessments = useLive(studio.assessments)
  const found = nodes.map((node) => recipeOf(node, recipes, settings, assessments.get(node.id)))
  const [recipe] = found
  if (!recipe || found.some((one) => one?.id !== recipe.id)) return null
  const valuesOf = ({ params }: NodeView) => (params[field.name] as Values | undefined) ?? {}
  const presets = Object.keys(recipe.presets)
  const preset = sharedValue(nodes, (node) => presetOf(recipe, valuesOf(node)) ?? null)
  const setOne = (name: string, value: Value | undefined) =>
    writeEach((node) => {
      const { [name]: _old, ...rest } = valuesOf(node)
      return value === undefined ? rest : { ...rest, [name]: value }
    })
  return (
    <>
      {presets.length > 0 && (
        <Select
          label={t('inspector.recipe.preset')}
          layout="row"
          mixed={preset.mixed}
          placeholder={t('inspector.recipe.noPreset')}
          disabled={readOnly}
          value={typeof preset.value === 'string' ? preset.value : null}
          options={presets.map((name) => ({ value: name, label: humanise(name) }))}
          onChange={(name) => writeEach((node) => ({ ...valuesOf(node), ...recipe.presets[name] }))}
        />
      )}
      {ownInputs(recipe).map(([name, input]) => {
        const shared = sharedValue(nodes, (node) => valuesOf(node)[name] ?? input.default ?? null)
        return (
          <RecipeInputLine
            key={name}
            name={name}
            input={input}
            value={shared.value}
            mixed={shared.mixed}
            readOnly={readOnly}
            onChange={(value) => setOne(name, value)}
          />
        )
      })}
    </>
  )
}

type InputProps = {
  readonly name: string
  readonly input: RecipeInput
  readonly value: unknown
  readonly mixed: boolean
  readonly readOnly: boolean
  readonly onChange: (value: Value | undefined) => void
}

function RecipeInputLine({ name, input, value, mixed, readOnly, onChange }: InputProps) {
  const label = input.label ?? humanise(name)
  const shown = { label, layout: 'row', mixed } as const
  if (input.type === 'integer' || input.type === 'number') {
    return (
      <NumberField
        {...shown}
        readOnly={readOnly}
        value={typeof value === 'number' ? value : null}
        min={input.min}
        max={input.max}
        step={input.step ?? (input.type === 'integer' ? 1 : 0.1)}
        onCommit={(next) => onChange(next ?? undefined)}
      />
    )
  }
  if (input.type === 'boolean')
    return <Switch label={label} mixed={mixed} checked={value === true} disabled={readOnly} onChange={onChange} />
  if (input.type === 'choice') return <ChoiceInput {...{ shown, input, value, readOnly, onChange }} />
  if (input.type === 'model') return <ModelInput {...{ shown, input, value, readOnly, onChange }} />
  return <TextField {...shown} readOnly={readOnly} value={typeof value === 'string' ? value : ''} onCommit={onChange} />
}

type PartProps = Pick<InputProps, 'input' | 'value' | 'readOnly' | 'onChange'> & {
  readonly shown: { readonly label: string; readonly layout: 'row'; readonly mixed: boolean }
}

function ChoiceInput({ shown, input, value, readOnly, onChange }: PartProps) {
  const options = input.options ?? []
  return (
    <Select
      {...shown}
      disabled={readOnly}
      value={value === null || value === undefined ? null : String(value)}
      options={options.map((option) => ({ value: String(option), label: String(option) }))}
      onChange={(next) => onChange(options.find((option) => String(option) === next))}
    />
  )
}

/** Model files that the connected servers have; a name that none lists can be typed and is said to be missing. */
function ModelInput({ shown, input, value, readOnly, onChange }: PartProps) {
  const t = useT()
  const formats = useFormats()
  const models = modelsOf(useLive(useStudio().servers), input.folder)
  const missing = typeof value === 'string' && models.length > 0 && !models.some(({ file }) => file === value)
  return (
    <Combobox
      {...shown}
      disabled={readOnly}
      hint={missing ? t('inspector.recipe.noModel') : undefined}
      placeholder={models.length === 0 ? t('inspector.recipe.noModels') : t('inspector.recipe.firstModel')}
      value={typeof value === 'string' ? value : null}
      options={models.map(({ file, servers }) => ({ value: file, label: file, detail: formats.list([...servers]) }))}
      onChange={onChange}
      onCustom={onChange}
    />
  )
}
