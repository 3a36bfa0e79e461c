import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { announce, classNames, Icon, useT } from '../../../ui/browser.tsx'
import { FieldFrame } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { type Choice, complete, fitting, stretchesOf, type Typed, typedAt } from '../model/completion.ts'
import { type Mentions, mentionsOf } from '../model/mentions.ts'
import { useDocumentTyping } from '../typing.browser.ts'
import { useWords } from '../words.browser.ts'
import type { FieldProps } from './field-props.ts'
import styles from './prompt-field.module.css'

/** Rows of the completion that are drawn at once. */
const DRAWN = 8

/** A text that mentions subjects as `@name` and variables as `{name}`; typing either sign offers what there is. */
export function PromptField(props: FieldProps) {
  const { label, layout, mixed, hint, error, readOnly } = props
  const t = useT()
  const listId = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const mentions = useMentions(props)
  const typing = usePromptTyping(props)
  const offer = useOffer(area, mentions, typing.shown)
  const caret = useCaretAfter(area, typing.shown)

  const choose = (choice: Choice) => {
    if (!offer.typed) return
    const done = complete(typing.shown, offer.typed, choice.name)
    const wires = choice.nodeId === undefined ? [] : mentions.wires(choice.nodeId)
    caret.after(done.caret)
    typing.put(done.text, wires)
    offer.close()
    if (wires.length > 0) announce(t('inspector.prompt.wired', { name: choice.name }))
  }
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (!offer.keys(event, choose)) typing.keys(event)
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) typing.leave()
  }
  return (
    <FieldFrame label={label} layout={layout === 'bare' ? 'bare' : 'stack'} hint={hint} error={typing.refusal ?? error}>
      {(wiring) => (
        <div className={styles.prompt}>
          <div className={styles.box}>
            <Marks area={area} text={typing.shown} mentions={mentions} />
            <textarea
              {...wiring}
              ref={area}
              dir="auto"
              rows={2}
              spellCheck
              readOnly={readOnly}
              value={typing.shown}
              placeholder={mixed ? t('inspector.mixed') : t('inspector.prompt.placeholder')}
              aria-autocomplete="list"
              aria-controls={offer.shown.length > 0 ? listId : undefined}
              aria-activedescendant={offer.shown.length > 0 ? `${listId}-${offer.at}` : undefined}
              onChange={(event) => {
                typing.type(event.target.value)
                offer.look(event.target)
              }}
              onSelect={(event) => offer.look(event.currentTarget)}
              onKeyDown={keys}
              onBlur={() => {
                offer.close()
                typing.leave()
              }}
            />
          </div>
          {offer.shown.length > 0 && (
            <Offers
              id={listId}
              label={t('inspector.prompt.offers')}
              choices={offer.shown}
              at={offer.at}
              onChoose={choose}
            />
          )}
        </div>
      )}
    </FieldFrame>
  )
}

function usePromptTyping(props: FieldProps) {
  const { value, mixed, field, write } = props
  return useDocumentTyping({
    studio: useStudio(),
    name: field.name,
    value: mixed || typeof value !== 'string' ? '' : value,
    write: (text, group, extra) => write(text, { group, extra }),
  })
}

function useMentions({ nodes, field }: FieldProps): Mentions {
  const studio = useStudio()
  const words = useWords()
  const board = useLive(studio.document, (state) => state.board)
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  // biome-ignore lint/correctness/useExhaustiveDependencies: words change with the language only, which draws everything anew
  return useMemo(
    () => mentionsOf({ board, evaluation }, studio.catalog, nodes, field.name, words.value),
    [board, evaluation, studio, nodes, field.name],
  )
}

type Offer = {
  readonly shown: readonly Choice[]
  readonly at: number
  readonly typed: Typed | undefined
  look(area: HTMLTextAreaElement): void
  close(): void
  /** True when the key was meant for the list. */
  keys(event: KeyboardEvent, choose: (choice: Choice) => void): boolean
}

/** What is offered while a name is being typed. A list that was closed stays closed until another name begins. */
function useOffer(area: { readonly current: HTMLTextAreaElement | null }, mentions: Mentions, text: string): Offer {
  const [typed, setTyped] = useState<Typed>()
  const [at, setAt] = useState(0)
  const closed = useRef<number>(undefined)
  const shown = useMemo(() => (typed ? fitting(mentions.choices, typed).slice(0, DRAWN) : []), [typed, mentions])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text that changed from elsewhere ends the offer
  useEffect(() => {
    if (document.activeElement !== area.current) setTyped(undefined)
  }, [area, text])
  const close = () => {
    closed.current = typed?.from
    setTyped(undefined)
  }
  return {
    shown,
    at: Math.min(at, Math.max(0, shown.length - 1)),
    typed,
    close,
    look({ value, selectionStart, selectionEnd, readOnly }) {
      const next = readOnly || selectionStart !== selectionEnd ? undefined : typedAt(value, selectionStart)
      if (next?.from !== closed.current) closed.current = undefined
      if (next?.query !== typed?.query) setAt(0)
      setTyped(next && closed.current === undefined ? next : undefined)
    },
    keys(event, choose) {
      const choice = shown[Math.min(at, shown.length - 1)]
      if (!choice) return false
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (by !== 0) setAt((Math.min(at, shown.length - 1) + by + shown.length) % shown.length)
      else if (event.key === 'Escape') close()
      else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') choose(choice)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}

/** Puts the caret behind a completed name once the text is drawn. */
function useCaretAfter(area: { readonly current: HTMLTextAreaElement | null }, text: string) {
  const wanted = useRef<number>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the text was drawn
  useLayoutEffect(() => {
    if (wanted.current === undefined) return
    area.current?.setSelectionRange(wanted.current, wanted.current)
    wanted.current = undefined
  }, [area, text])
  return {
    after(caret: number) {
      wanted.current = caret
    },
  }
}

/** The text again, behind the one that is typed into, with its names in colour. */
function Marks({
  area,
  text,
  mentions,
}: {
  readonly area: { readonly current: HTMLTextAreaElement | null }
  readonly text: string
  readonly mentions: Mentions
}) {
  const t = useT()
  const mirror = useRef<HTMLDivElement>(null)
  const stretches = useMemo(() => stretchesOf(text, mentions.isKnown), [text, mentions])
  useEffect(() => {
    const typed = area.current
    const follow = () => {
      if (mirror.current && typed) mirror.current.scrollTop = typed.scrollTop
    }
    typed?.addEventListener('scroll', follow)
    return () => typed?.removeEventListener('scroll', follow)
  }, [area])
  return (
    <div ref={mirror} className={styles.mirror} dir="auto" aria-hidden>
      {stretches.map(({ text: words, is }, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          key={index}
          className={is === 'plain' ? undefined : styles[is]}
          title={is === 'unknown' ? t('inspector.prompt.unknown', { name: words }) : undefined}
        >
          {words}
        </span>
      ))}
      {/* A last empty line needs something in it to take room. */}
      {text.endsWith('\n') && ' '}
    </div>
  )
}

type OffersProps = {
  readonly id: string
  readonly label: string
  readonly choices: readonly Choice[]
  readonly at: number
  readonly onChoose: (choice: Choice) => void
}

function Offers({ id, label, choices, at, onChoose }: OffersProps) {
  const t = useT()
  return (
    <div id={id} role="listbox" aria-label={label} className={styles.offers}>
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the text
        <div
          key={choice.sign + choice.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={classNames(styles.offer, index === at && styles.at)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          <span className={choice.sign === '@' ? styles.subject : styles.variable}>
            {choice.sign === '@' ? `@${choice.name}` : `{${choice.name}}`}
          </span>
          <span className={styles.detail}>{choice.detail}</span>
          {choice.sign === '@' && !choice.wired && (
            <Icon name="link" size={14} label={t('inspector.prompt.willWire')} />
          )}
        </div>
      ))}
    </div>
  )
}
