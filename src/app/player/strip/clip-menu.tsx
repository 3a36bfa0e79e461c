import { type MenuEntry, PointMenu } from '../../../ui/overlays/browser.tsx'
import { revealNodes, showScreen } from '../../state/session.ts'
import { useControls } from '../controls.tsx'
import { keyOfCommand } from '../engine/keys.browser.ts'
import { findBlock, gapBefore, lanesOf } from '../model/blocks.ts'

/** Where the menu of a clip was asked for. */
export type MenuPlace = { readonly x: number; readonly y: number; readonly clipId: string }

/** Everything that can be done with a clip, with its keys. */
export function ClipMenu({ place, onClose }: { readonly place: MenuPlace | undefined; readonly onClose: () => void }) {
  const controls = useControls()
  const name = place ? (found(controls, place.clipId)?.block.clip.name ?? '') : ''
  return (
    <PointMenu
      at={place ?? null}
      onClose={onClose}
      label={controls.t('player.menu.clip', { name })}
      entries={place ? entriesOf(controls, place.clipId) : []}
    />
  )
}

function found({ player }: ReturnType<typeof useControls>, clipId: string) {
  const timeline = player.timeline.get()
  return timeline && findBlock(lanesOf(timeline), clipId)
}

function entriesOf(controls: ReturnType<typeof useControls>, clipId: string): readonly MenuEntry[] {
  const { edits, player, t } = controls
  const timeline = player.timeline.get()
  const target = found(controls, clipId)
  if (!target || !timeline) return []
  const { block, lane } = target
  const { frame } = player.state.get()
  const inside = frame >= block.start && frame < block.start + block.clip.length
  const readOnly = edits.isReadOnly()
  const why = readOnly ? t('player.said.readOnly') : undefined
  const entry = (
    key: 'trimStart' | 'trimEnd' | 'earlier' | 'later' | 'noGap' | 'reset' | 'remove',
    can: boolean,
    run: () => void,
    command?: string,
  ): MenuEntry => ({
    label: t(`player.menu.${key}`),
    disabled: readOnly || !can,
    reason: why,
    ...(command === undefined ? {} : { shortcut: keyOfCommand(command) }),
    run,
  })
  return [
    {
      label: t('player.menu.show'),
      icon: 'canvas',
      run: () => {
        revealNodes([block.clip.nodeId])
        showScreen('canvas')
      },
    },
    { type: 'separator' },
    entry('trimStart', inside, () => edits.trimToPlayhead('start', target), 'trimStart'),
    entry('trimEnd', inside, () => edits.trimToPlayhead('end', target), 'trimEnd'),
    entry('reset', true, () => edits.reset(block.clip)),
    entry('noGap', gapBefore(timeline, clipId) > 0, () => edits.gap(block.clip, 0)),
    { type: 'separator' },
    entry('earlier', block.place > 0, () => edits.moveBy(-1, target), 'earlier'),
    entry('later', block.place < lane.blocks.length - 1, () => edits.moveBy(1, target), 'later'),
    { type: 'separator' },
    entry('remove', true, () => edits.remove([block.clip]), 'remove'),
  ]
}
