/**
 * Puts the open storyboard onto the test-card recipes: core nodes only, no model file. `slow` names a keyframe that gets the long chain,
 * so that something can happen in the middle of it. Runs in the page.
 */
export const useTestCards = (slow: string | undefined) => {
  const nodes = (framewright.storyboard() as { nodes: Record<string, { kind: string }> }).nodes
  return framewright.edit(
    Object.entries(nodes).flatMap(([node, { kind }]) => {
      const recipe = kind === 'video' ? 'test-card-video' : node === slow ? 'test-card-slow' : 'test-card'
      return kind === 'keyframe' || kind === 'video' ? [{ type: 'setParams', node, params: { recipe } }] : []
    }),
  )
}
