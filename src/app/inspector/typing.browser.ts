import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { EditCommand } from '../../storyboard/index.ts'
import type { Studio } from '../../studio/index.ts'
import { newGroup } from './edits.browser.ts'
import { endsSentence } from './model/completion.ts'

/** Time without a key after which what was typed goes into the document (ms). */
const REST = 300

/** What typing into a text of the document needs. */
export type TypingPorts = {
  readonly studio: Studio
  readonly value: string
  /** Puts the text into the document; answers why it was refused. */
  readonly write: (text: string, group: string, extra?: readonly EditCommand[]) => string | undefined
  /** Name of what is typed into, for the undo group. */
  readonly name: string
}

/** A text on its way into the document. */
export type DocumentTyping = {
  readonly shown: string
  readonly refusal: string | undefined
  type(text: string): void
  /** Writes a text at once, with edits that belong to it. */
  put(text: string, extra: readonly EditCommand[]): void
  /** Ends the visit: writes what is left; the next key begins another undo entry. */
  leave(): void
  keys(event: KeyboardEvent<HTMLElement>): void
}

type Visit = { original: string; group: string; written: Set<string>; board: unknown }

/**
 * Keeps keystrokes out of the document until there is a pause: one undo entry per sentence and visit.
 * Escape takes back everything typed since the field was entered; undo first writes what was typed, then takes it back.
 */
export function useDocumentTyping(ports: TypingPorts): DocumentTyping {
  const latest = useRef(ports)
  const [draft, setDraft] = useState<string>()
  const [refusal, setRefusal] = useState<string>()
  const state = useRef<{ draft: string | undefined; timer: number | undefined; visit: Visit | undefined }>({
    draft: undefined,
    timer: undefined,
    visit: undefined,
  })
  useLayoutEffect(() => {
    latest.current = ports
  })
  useFollowOutside(ports.value, state, setDraft)

  const hold = (text: string | undefined) => {
    state.current.draft = text
    setDraft(text)
  }
  const visit = (): Visit => {
    state.current.visit ??= {
      original: latest.current.value,
      group: newGroup(ports.name),
      written: new Set(),
      board: undefined,
    }
    return state.current.visit
  }
  const flush = useRef((_extra?: readonly EditCommand[]) => {})
  flush.current = (extra) => {
    window.clearTimeout(state.current.timer)
    const text = state.current.draft
    if (text === undefined) return
    const { studio, value, write } = latest.current
    if (text === value) return hold(undefined)
    const current = visit()
    const refused = write(text, current.group, extra)
    setRefusal(refused)
    // A refused text stays in the field, so that it can be mended.
    if (refused !== undefined) return
    hold(undefined)
    current.written.add(current.group)
    current.board = studio.document.get().board
    if (endsSentence(text)) current.group = newGroup(ports.name)
  }
  // Another selection takes the field away without a blur.
  useEffect(() => () => flush.current(), [])

  const revert = (): boolean => {
    const { visit: current } = state.current
    window.clearTimeout(state.current.timer)
    const typed = state.current.draft !== undefined || current?.board !== undefined
    hold(undefined)
    setRefusal(undefined)
    if (current?.board !== undefined) takeBack(latest.current, current)
    state.current.visit = undefined
    return typed
  }

  return {
    shown: draft ?? ports.value,
    refusal,
    type(text) {
      visit()
      hold(text)
      window.clearTimeout(state.current.timer)
      state.current.timer = window.setTimeout(() => flush.current(), REST)
    },
    put(text, extra) {
      visit()
      hold(text)
      flush.current(extra)
    },
    leave() {
      flush.current()
      if (state.current.draft !== undefined) return
      state.current.visit = undefined
    },
    keys(event) {
      if (event.defaultPrevented || event.nativeEvent.isComposing) return
      if (event.key === 'Escape' && revert()) {
        event.preventDefault()
        event.stopPropagation()
      }
      const undoes = (event.ctrlKey || event.metaKey) && !event.altKey && /^[zy]$/i.test(event.key)
      if (undoes) {
        flush.current()
        state.current.visit = undefined
      }
    },
  }
}

/** A text that changed outside, such as by undo, wins over what was being typed. */
function useFollowOutside(
  value: string,
  state: { current: { draft: string | undefined; timer: number | undefined } },
  setDraft: (text: undefined) => void,
) {
  const seen = useRef(value)
  useEffect(() => {
    if (seen.current === value) return
    seen.current = value
    window.clearTimeout(state.current.timer)
    state.current.draft = undefined
    setDraft(undefined)
  }, [value, state, setDraft])
}

/** Undoes the visit's own entries when nothing else happened since; otherwise writes the old text. */
function takeBack({ studio, write }: TypingPorts, { board, written, original, group }: Visit): void {
  if (studio.document.get().board !== board) {
    write(original, group)
    return
  }
  for (const _entry of written) studio.undo()
}
