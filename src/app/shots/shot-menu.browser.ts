import { isBareShot, type ShotRow } from '../../storyboard/index.ts'
import type { useT } from '../../ui/browser.tsx'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'
import { revealNodes } from '../state/session.ts'
import type { TableEdits } from './use-table-edits.browser.ts'

type Words = ReturnType<typeof useT>

/** What the menu of a shot needs to know. */
export type ShotMenuFacts = {
  readonly row: ShotRow
  /** Rows in story order. */
  readonly rows: readonly ShotRow[]
  readonly edits: TableEdits
  readonly readOnly: boolean
}

/** What can be done with a shot. */
export function shotEntries({ row, rows, edits, readOnly }: ShotMenuFacts, t: Words): readonly MenuEntry[] {
  const own = rows.filter((other) => other.sceneId === row.sceneId)
  const place = own.findIndex((other) => other.shotId === row.shotId)
  const locked = readOnly ? { disabled: true, reason: t('shots.readOnly') } : {}
  const only = (able: boolean, reason: string) => (able ? locked : { disabled: true, reason })
  return [
    { label: t('shots.menu.below'), icon: 'plus', ...locked, run: () => edits.add(row.sceneId, row.shotId) },
    {
      label: t('shots.menu.pictures'),
      icon: 'keyframe',
      ...only(isBareShot(row), t('shots.menu.hasPictures')),
      run: () => edits.addPictures(row),
    },
    { type: 'separator' },
    {
      label: t('shots.menu.up'),
      shortcut: 'Alt+ArrowUp',
      ...only(place > 0, t('shots.menu.isFirst')),
      run: () => edits.move(row, -1),
    },
    {
      label: t('shots.menu.down'),
      shortcut: 'Alt+ArrowDown',
      ...only(place < own.length - 1, t('shots.menu.isLast')),
      run: () => edits.move(row, 1),
    },
    {
      label: t('shots.menu.split'),
      icon: 'scene',
      ...only(
        row.sceneId !== undefined && place > 0,
        t(row.sceneId === undefined ? 'shots.menu.noScene' : 'shots.menu.isFirst'),
      ),
      run: () => edits.split(row),
    },
    { type: 'separator' },
    { label: t('shots.menu.reveal'), icon: 'canvas', run: () => revealNodes([row.shotId]) },
  ]
}

/** What can be done with a scene. */
export function sceneEntries(
  {
    sceneId,
    isLast,
    edits,
    readOnly,
  }: {
    readonly sceneId: string
    readonly isLast: boolean
    readonly edits: TableEdits
    readonly readOnly: boolean
  },
  t: Words,
): readonly MenuEntry[] {
  const locked = readOnly ? { disabled: true, reason: t('shots.readOnly') } : {}
  return [
    { label: t('shots.menu.addHere'), icon: 'plus', ...locked, run: () => edits.add(sceneId) },
    {
      label: t('shots.menu.join'),
      icon: 'scene',
      ...(isLast ? { disabled: true, reason: t('shots.menu.lastScene') } : locked),
      run: () => edits.join(sceneId),
    },
    { type: 'separator' },
    { label: t('shots.menu.reveal'), icon: 'canvas', run: () => revealNodes([sceneId]) },
  ]
}
