import type { Evaluation } from '../../storyboard/index.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'

/** The edit node whose cut is played: the first one in flow order. */
export function useEditNode(): string | undefined {
  const studio = useStudio()
  return useLive(studio.document, ({ evaluation }) => editNodeOf(evaluation))
}

function editNodeOf(evaluation: Evaluation): string | undefined {
  for (const nodeId of evaluation.order)
    for (const value of evaluation.nodes.get(nodeId)?.offers.values() ?? [])
      if (value.type === 'cut') return value.cut.nodeId
  return undefined
}
