import type { Storyboard } from './document.ts'

/** The same storyboard under another id. Takes are not copied: they are found again by what made them. */
export function duplicateBoard(board: Storyboard, id: string, title: string): Storyboard {
  return { ...board, id, header: { ...board.header, title } }
}
