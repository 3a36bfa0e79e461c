/** Puts the open storyboard onto the test-card recipes: core nodes only, no model file. Runs in the page. */
export const useTestCards = (still: string) => {
  const nodes = (framewright.storyboard() as { nodes: Record<string, { kind: string }> }).nodes
  return framewright.edit(
    Object.entries(nodes).flatMap(([node, { kind }]) => {
      if (kind === 'keyframe') return [{ type: 'setParams', node, params: { recipe: still } }]
      return kind === 'video' ? [{ type: 'setParams', node, params: { recipe: 'test-card-video' } }] : []
    }),
  )
}
