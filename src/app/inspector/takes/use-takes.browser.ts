import { useMemo } from 'react'
import type { Take } from '../../../assets/index.ts'
import { cleanFileName } from '../../../kernel/index.ts'
import type { Studio } from '../../../studio/index.ts'
import { announce, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'

const NONE: readonly Take[] = []

/** Takes of a node, oldest first, and the one that it stands for. */
export type NodeTakes = {
  readonly takes: readonly Take[]
  readonly shown: Take | undefined
  readonly pinned: boolean
  readonly pick: string | undefined
}

/** Follows the takes of a node. */
export function useTakes(nodeId: string): NodeTakes {
  const studio = useStudio()
  const found = useLive(studio.takes, (all) => all.get(nodeId) ?? NONE)
  const takeId = useLive(studio.assessments, (all) => all.get(nodeId)?.takeId)
  const node = useLive(studio.document, ({ board }) => board.nodes.get(nodeId))
  return useMemo(() => {
    const takes = [...found].sort((a, b) => a.number - b.number)
    const id = takeId ?? node?.pick
    return {
      takes,
      shown: takes.find((take) => take.id === id) ?? takes.at(-1),
      pinned: node?.pinned === true,
      pick: node?.pick,
    }
  }, [found, takeId, node])
}

/** Picks takes: picks of one node in a row are one undo entry. */
export function usePick(nodeId: string): (take: Take | undefined, pinned?: boolean) => void {
  const studio = useStudio()
  const t = useT()
  return (take, pinned) => {
    if (!take) return
    const label = pinned ? t('inspector.undo.pin') : t('inspector.undo.pick')
    const refused = pickTake(studio, { nodeId, take, label, pinned })
    if (refused === undefined) announce(t('inspector.takes.picked', { number: take.number }))
  }
}

function pickTake(
  studio: Studio,
  { nodeId, take, label, pinned }: { nodeId: string; take: Take; label: string; pinned: boolean | undefined },
): string | undefined {
  return doEdit(
    studio,
    [{ type: 'setPick', node: nodeId, take: take.id, ...(pinned === undefined ? {} : { pinned }) }],
    {
      label,
      ...(pinned === undefined ? { group: `pick-${nodeId}` } : {}),
    },
  )
}

/** The take that an arrow key, Home or End leads to from another one; undefined for other keys. */
export function takeByKey(key: string, takes: readonly Take[], from: Take | undefined, columns = 1): Take | undefined {
  const at = Math.max(
    0,
    takes.findIndex((take) => take.id === from?.id),
  )
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  if (key === 'Home') return takes[0]
  if (key === 'End') return takes.at(-1)
  const step = steps[key]
  return step === undefined ? undefined : takes[Math.min(takes.length - 1, Math.max(0, at + step))]
}

/** The name of a take's file: node, number and the ending of its type. */
export function fileNameOf(title: string, take: Take): string {
  const endings: Readonly<Record<string, string>> = {
    'image/jpeg': 'jpg',
    'video/quicktime': 'mov',
    'audio/mpeg': 'mp3',
  }
  const ending = endings[take.mime] ?? take.mime.split('/')[1]?.replace(/[^a-z0-9]/g, '') ?? 'bin'
  const name = cleanFileName(title, 'take').replaceAll(' ', '_')
  return `${name}_take${take.number}.${ending}`
}
