import { createId, type Random } from '../kernel/index.ts'
import { type Catalog, type EditCommand, makeRoom, type Storyboard } from '../storyboard/index.ts'

/** Chains of nodes that films are mostly made of, in the order in which they are offered. */
export const TEMPLATES = ['shot', 'scene', 'film'] as const

/** `shot`: a shot with keyframe and video. `scene`: a scene with three of them. `film`: the scene with its cut and export. */
export type TemplateId = (typeof TEMPLATES)[number]

/** The edits that put a template onto the canvas, and the ids of its nodes in flow order. */
export type InsertedTemplate = { readonly commands: readonly EditCommand[]; readonly nodeIds: readonly string[] }

/** Distances of cards, as the shipped storyboards have them (canvas pixels). */
const COLUMN = 240
const ROW = 224
const SHOTS = 3

type Part = { readonly key: string; readonly kind: string; readonly column: number; readonly row: number }
type Wire = readonly [from: string, port: string, to: string, port: string]

/** Puts a template where there is room for it, at or below `at`; what stands in the way moves down. */
export function insertTemplate(
  board: Storyboard,
  id: TemplateId,
  at: { readonly x: number; readonly y: number },
  { catalog, random }: { readonly catalog: Catalog; readonly random: Random },
): InsertedTemplate {
  const { parts, wires } = describeTemplate(id)
  const size = (part: Part) => catalog.get(part.kind)?.card ?? { width: COLUMN, height: ROW }
  const wanted = {
    ...at,
    width: Math.max(...parts.map((part) => part.column * COLUMN + size(part).width)),
    height: Math.max(...parts.map((part) => part.row * ROW + size(part).height)),
  }
  const { rect, commands: room } = makeRoom(board, catalog, wanted, undefined)
  const ids = new Map(parts.map(({ key, kind }) => [key, createId(kind, random)]))
  const idOf = (key: string) => ids.get(key) ?? key
  return {
    nodeIds: [...ids.values()],
    commands: [
      ...room,
      ...parts.map(
        ({ key, kind, column, row }): EditCommand => ({
          type: 'addNode',
          kind,
          id: idOf(key),
          position: { x: rect.x + column * COLUMN, y: rect.y + row * ROW },
        }),
      ),
      ...wires.map(
        ([from, out, to, into]): EditCommand => ({
          type: 'connect',
          from: { node: idOf(from), port: out },
          to: { node: idOf(to), port: into },
        }),
      ),
    ],
  }
}

function describeTemplate(id: TemplateId): { readonly parts: readonly Part[]; readonly wires: readonly Wire[] } {
  if (id === 'shot') return shotRow(0, 0)
  const rows = Array.from({ length: SHOTS }, (_, row) => shotRow(row, 1))
  const scene: Part = { key: 'scene', kind: 'scene', column: 0, row: 0 }
  const parts = [scene, ...rows.flatMap((one) => one.parts)]
  const wires = rows.flatMap((one, row): Wire[] => [['scene', 'scene', `shot ${row}`, 'scene'], ...one.wires])
  if (id === 'scene') return { parts, wires }
  const middle = (SHOTS - 1) / 2
  return {
    parts: [
      ...parts,
      { key: 'cut', kind: 'edit', column: 4, row: middle },
      { key: 'film', kind: 'export', column: 5, row: middle },
    ],
    wires: [
      ...wires,
      ...rows.map((_, row): Wire => [`video ${row}`, 'video', 'cut', 'video']),
      ['cut', 'cut', 'film', 'cut'],
    ],
  }
}

function shotRow(row: number, column: number): { readonly parts: readonly Part[]; readonly wires: readonly Wire[] } {
  const [shot, frame, video] = [`shot ${row}`, `frame ${row}`, `video ${row}`]
  return {
    parts: [
      { key: shot, kind: 'shot', column, row },
      { key: frame, kind: 'keyframe', column: column + 1, row },
      { key: video, kind: 'video', column: column + 2, row },
    ],
    wires: [
      [shot, 'shot', frame, 'shot'],
      [frame, 'image', video, 'first'],
      [shot, 'shot', video, 'shot'],
    ],
  }
}
