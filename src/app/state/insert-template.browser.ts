import { systemRandom } from '../../kernel/browser.ts'
import { insertTemplate, type TemplateId } from '../../kinds/index.ts'
import { rectOfNode } from '../../storyboard/index.ts'
import type { Studio } from '../../studio/index.ts'
import { revealNodes, showScreen } from './session.ts'

/** Room between what is there and a template that nobody gave a place (canvas pixels). */
const BELOW = 80

/** Puts a template onto the canvas as one undo entry and shows it: at a place, else below everything. */
export function addTemplate(
  studio: Studio,
  id: TemplateId,
  label: string,
  at: { readonly x: number; readonly y: number } = placeBelow(studio),
): boolean {
  const { board } = studio.document.get()
  const { commands, nodeIds } = insertTemplate(board, id, at, { catalog: studio.catalog, random: systemRandom })
  if (!studio.edit(commands, { label }).ok) return false
  showScreen('canvas')
  revealNodes(nodeIds)
  return true
}

function placeBelow({ catalog, document }: Studio): { x: number; y: number } {
  const rects = [...document.get().board.nodes.values()].map((node) => rectOfNode(node, catalog))
  if (rects.length === 0) return { x: 0, y: 0 }
  return { x: Math.min(...rects.map(({ x }) => x)), y: Math.max(...rects.map(({ y, height }) => y + height)) + BELOW }
}
