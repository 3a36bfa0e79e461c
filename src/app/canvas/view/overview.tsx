import { useEffect, useRef } from 'react'
import { useT } from '../../../ui/browser.tsx'
import { session } from '../../state/session.ts'
import { useLive } from '../../state/studio-context.tsx'
import styles from '../canvas.module.css'
import type { CanvasEditor } from '../editor.browser.ts'
import { nodeJobs } from '../live/activity.ts'
import { pictureOf } from '../live/picture-of.ts'
import type { Scene } from '../model/scene.ts'
import { drawOverview } from './draw-overview.browser.ts'
import { useEditor } from './editor-context.tsx'
import { joinWires, prepare, readColours, stateReader, watchTheme } from './paint.browser.ts'
import { createThumbnails } from './thumbnails.browser.ts'

/** The storyboard from afar, on one canvas. Clicks and drags go by the same geometry as on the cards. */
export function Overview() {
  const editor = useEditor()
  const t = useT()
  const count = useLive(editor.scene, (scene) => scene.list.length)
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => (ref.current ? keepDrawn(editor, ref.current) : undefined), [editor])
  return <canvas ref={ref} className={styles.overview} role="img" aria-label={t('canvas.overview.label', { count })} />
}

/** Draws anew, once per frame at most, whenever something that is shown has changed. */
function keepDrawn(editor: CanvasEditor, canvas: HTMLCanvasElement): () => void {
  const { studio } = editor
  const jobs = nodeJobs(studio)
  let colours = readColours()
  let paths: { scene: Scene; moving: ReadonlySet<string> | undefined; made: ReadonlyMap<string, Path2D> } | undefined
  let frame = 0

  const draw = () => {
    frame = 0
    const view = editor.view.get()
    const scene = editor.scene.get()
    const drag = editor.drag.get()
    const context = prepare(canvas, view.width, view.height)
    if (!context) return
    if (paths?.scene !== scene || paths.moving !== drag?.ids)
      paths = { scene, moving: drag?.ids, made: stillWires(scene, drag?.ids) }
    const { selection, selectedFrame } = session.getState()
    const assessments = studio.assessments.get()
    const known = { takes: studio.takes.get(), assessments }
    drawOverview(context, {
      scene,
      view,
      drag,
      paths: paths.made,
      selection,
      matches: editor.matches.get(),
      selectedFrame,
      resizing: editor.resizing.get(),
      colours,
      stateOf: stateReader(assessments, jobs.get()),
      pictureOf(box) {
        const picture = pictureOf(box, known)
        return picture && thumbnails.get(picture.assetId)
      },
    })
  }
  const soon = () => {
    if (frame === 0) frame = requestAnimationFrame(draw)
  }
  const thumbnails = createThumbnails(studio, soon)
  const themed = () => {
    colours = readColours()
    soon()
  }
  const sources = [
    editor.view,
    editor.scene,
    editor.drag,
    editor.resizing,
    editor.matches,
    studio.assessments,
    studio.takes,
    jobs,
    { subscribe: session.subscribe },
  ]
  const stops = [...sources.map((source) => source.subscribe(soon)), watchTheme(themed)]
  draw()
  return () => {
    for (const stop of stops) stop()
    thumbnails.close()
    cancelAnimationFrame(frame)
  }
}

function stillWires(scene: Scene, moving: ReadonlySet<string> | undefined): ReadonlyMap<string, Path2D> {
  const wires = [...scene.wires.values()]
  return joinWires(moving ? wires.filter(({ from, to }) => !moving.has(from.id) && !moving.has(to.id)) : wires)
}
