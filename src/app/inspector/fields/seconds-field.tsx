import { type KeyboardEvent, useRef, useState } from 'react'
import { framesToSeconds, parseLength, secondsToFrames, writeLength } from '../../../kernel/index.ts'
import { announce, useT } from '../../../ui/browser.tsx'
import { TextField } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { newGroup } from '../edits.browser.ts'
import type { FieldProps } from './field-props.ts'

/** A length: seconds and frames at the film's rate. Arrow keys step by frames, with Shift by seconds. */
export function SecondsLine(props: FieldProps) {
  const { field, label, layout, mixed, hint, error, readOnly, value, nodes, write } = props
  const t = useT()
  const { rate } = useLive(useStudio().document, (state) => state.board.header.settings)
  const [refusal, setRefusal] = useState<string>()
  const group = useRef<string>(undefined)
  const seconds = typeof value === 'number' && !mixed ? value : undefined
  const frames = seconds === undefined ? undefined : secondsToFrames(seconds, rate)
  const planned = nodes[0]?.evaluation?.spec?.generate.frames
  const commit = (text: string) => {
    group.current = undefined
    if (text.trim() === '') return field.optional ? setRefusal(write(undefined)) : undefined
    const parsed = parseLength(text, rate)
    if (parsed === undefined) {
      const sentence = t('inspector.seconds.unreadable', { text })
      announce(sentence, 'assertive')
      return setRefusal(sentence)
    }
    setRefusal(parsed === seconds ? undefined : write(parsed))
  }
  const step = (event: KeyboardEvent) => {
    const sign = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (sign === 0 || frames === undefined || readOnly) return
    event.preventDefault()
    const by = event.shiftKey ? secondsToFrames(1, rate) : 1
    const next = Math.max(1, frames + sign * by)
    group.current ??= newGroup(field.name)
    setRefusal(write(Math.round(framesToSeconds(next, rate) * 1e6) / 1e6, { group: group.current }))
  }
  return (
    <TextField
      {...{ label, layout, mixed, readOnly }}
      hint={hint}
      error={refusal ?? error}
      value={frames === undefined ? '' : writeLength(frames, rate)}
      placeholder={!mixed && typeof planned === 'number' ? writeLength(planned, rate) : undefined}
      after={frames === undefined ? undefined : t('inspector.seconds.frames', { count: frames })}
      onCommit={commit}
      onKeyDown={step}
    />
  )
}
