import type { EditCommand, EditResult } from '../../storyboard/index.ts'
import type { Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { voice } from '../words/say.browser.ts'

/** How an edit of the inspector is entered into history. */
export type Entry = { readonly label: string; readonly group?: string | undefined }

/** Does an edit; a refusal is read out and answered as its sentence. */
export function doEdit(studio: Studio, commands: readonly EditCommand[], { label, group }: Entry): string | undefined {
  if (commands.length === 0) return undefined
  const result = studio.edit(commands, { label, ...(group === undefined ? {} : { group }) })
  const refusal = refusalOf(result)
  if (refusal !== undefined) announce(refusal, 'assertive')
  return refusal
}

/** The first reason of a refused edit, in words; undefined when it was done. */
export function refusalOf(result: EditResult): string | undefined {
  if (result.ok) return undefined
  const refusal = result.issues[0] ?? result.failures[0]
  return refusal ? voice.say(refusal) : ''
}

let counter = 0

/** A name for a gesture: edits that share it become one undo entry. */
export function newGroup(what: string): string {
  counter += 1
  return `inspector-${what}-${counter}`
}
