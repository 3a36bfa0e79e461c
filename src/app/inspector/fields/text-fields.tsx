import { useState } from 'react'
import { Combobox, NumberField, Select, Switch, TextArea, TextField } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useDocumentTyping } from '../typing.browser.ts'
import { useWords } from '../words.browser.ts'
import type { FieldProps } from './field-props.ts'

function textOf({ value, mixed }: FieldProps): string {
  return mixed || typeof value !== 'string' ? '' : value
}

function useTyped(props: FieldProps) {
  const studio = useStudio()
  return useDocumentTyping({
    studio,
    name: props.field.name,
    value: textOf(props),
    write: (text, group) => props.write(props.field.optional && text === '' ? undefined : text, { group }),
  })
}

/** One line of text. */
export function TextLine(props: FieldProps) {
  const { label, layout, mixed, hint, error, readOnly, field, nodes } = props
  const typing = useTyped(props)
  const [node] = nodes
  // An empty number is the one that the node has by its place in the story.
  const automatic = useLive(useStudio().document, ({ evaluation }) =>
    node && nodes.length === 1 && field.optional && field.section === 'numbering'
      ? evaluation.numbers.get(node.id)
      : undefined,
  )
  return (
    <TextField
      {...{ label, layout, mixed, hint, readOnly }}
      placeholder={automatic}
      error={typing.refusal ?? error}
      maxLength={field.range.maxLength}
      value={typing.shown}
      onChange={typing.type}
      onCommit={typing.leave}
      onKeyDown={typing.keys}
    />
  )
}

/** Several lines of text. */
export function Prose(props: FieldProps) {
  const { label, mixed, hint, error, readOnly, layout } = props
  const typing = useTyped(props)
  return (
    <TextArea
      {...{ label, mixed, hint, readOnly }}
      layout={layout === 'bare' ? 'bare' : 'stack'}
      error={typing.refusal ?? error}
      rows={2}
      value={typing.shown}
      onChange={typing.type}
      onCommit={typing.leave}
      onKeyDown={typing.keys}
    />
  )
}

/** A number; a drag of its label is one undo entry. */
export function NumberLine(props: FieldProps) {
  const { label, layout, mixed, hint, error, readOnly, field, value, write } = props
  const [refusal, setRefusal] = useState<string>()
  const { minimum, maximum, step, type } = field.range
  return (
    <NumberField
      {...{ label, layout, mixed, hint, readOnly }}
      error={refusal ?? error}
      value={typeof value === 'number' ? value : null}
      min={minimum}
      max={maximum}
      step={step ?? (type === 'integer' ? 1 : 0.1)}
      unit={field.look.unit}
      onCommit={(next) => {
        if (next !== null || field.optional) setRefusal(write(next ?? undefined))
      }}
    />
  )
}

/** Yes or no. */
export function SwitchLine({ label, value, mixed, hint, error, readOnly, write }: FieldProps) {
  return (
    <Switch
      label={label}
      checked={value === true}
      mixed={mixed}
      hint={error ?? hint}
      disabled={readOnly}
      onChange={(checked) => write(checked)}
    />
  )
}

/** One of the schema's values. */
export function ChoiceLine(props: FieldProps) {
  const { label, layout, mixed, hint, error, readOnly, field, value, write } = props
  const words = useWords()
  return (
    <Select
      {...{ label, layout, mixed, hint, error }}
      disabled={readOnly}
      value={typeof value === 'string' ? value : null}
      options={(field.range.enum ?? []).map((option) => ({ value: option, label: words.option(field.name, option) }))}
      onChange={(next) => write(next)}
    />
  )
}

/** Free text with suggestions: what was typed counts, whether it is on the list or not. */
export function SuggestLine(props: FieldProps) {
  const { label, layout, mixed, hint, error, readOnly, field, value, write } = props
  const words = useWords()
  const current = typeof value === 'string' && !mixed ? value : ''
  const options = (field.look.suggestions ?? []).map((option) => {
    const words_ = words.option(field.name, option)
    return { value: option, label: option, ...(words_ === option ? {} : { detail: words_ }) }
  })
  const keep = (typed: string) => {
    const text = typed.trim()
    const known = options.find((option) => option.value.toLowerCase() === text.toLowerCase())
    if ((known?.value ?? text) !== current) write(known?.value ?? text)
  }
  return (
    <div
      onBlurCapture={({ target, relatedTarget }) => {
        if (!(target instanceof HTMLInputElement) || target.readOnly) return
        const intoList =
          relatedTarget instanceof Element && relatedTarget.closest('[role=listbox], [data-base-ui-portal]')
        if (!intoList && (target.value.trim() !== '' || !mixed)) keep(target.value)
      }}
    >
      <Combobox
        {...{ label, layout, mixed, hint, error, options }}
        disabled={readOnly}
        value={mixed ? null : current}
        onChange={(next) => write(next)}
        onCustom={keep}
      />
    </div>
  )
}

/** A value that no widget knows: shown as it is, to be changed in the JSON view. */
export function JsonLine({ label, value, mixed, hint }: FieldProps) {
  return (
    <TextField
      label={label}
      layout="stack"
      mono
      readOnly
      mixed={mixed}
      hint={hint}
      value={JSON.stringify(value ?? null)}
    />
  )
}
