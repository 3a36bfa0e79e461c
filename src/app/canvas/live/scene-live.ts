import type { Studio } from '../../../studio/index.ts'
import { buildScene, type Scene } from '../model/scene.ts'
import { derive, perOwner } from './derived.ts'

/** Everything on the canvas of the open storyboard; unchanged boxes and wires stay the same objects. */
export const liveScene = perOwner((studio: Studio) => {
  let last: { readonly board: unknown; readonly evaluation: unknown; readonly scene: Scene } | undefined
  return derive(studio.document, ({ board, evaluation }): Scene => {
    // Saving changes the document's state but not what lies on the canvas.
    if (last && last.board === board && last.evaluation === evaluation) return last.scene
    const scene = buildScene(board, evaluation, studio.catalog, last?.scene)
    last = { board, evaluation, scene }
    return scene
  })
})
