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
import { oncePerFrame, useDrawing } from './use-drawing.browser.ts'

/**
 * The storyboard from afar, on one canvas below the cards. Clicks and drags go by the same geometry as on the cards. From
 * near it paints only what has no card yet, and mostly it is not there at all.
 */
export function Overview() {
  const editor = useEditor()
  const t = useT()
  const count = useLive(editor.scene, (scene) => scene.list.length)
  const ref = useDrawing(editor, keepDrawn)
  return (
    <canvas
      ref={ref}
      className={styles.overview}
      hidden
      role="img"
      aria-label={t('canvas.overview.label', { count })}
    />
  )
}

/** Draws anew, once per frame at most, whenever something that is shown has changed. */
function keepDrawn(editor: CanvasEditor, canvas: HTMLCanvasElement, fail: (thrown: unknown) => void): () => void {
  const { studio } = editor
  const jobs = nodeJobs(studio)
  let colours = readColours()
  let paths: { scene: Scene; moving: ReadonlySet<string> | undefined; made: ReadonlyMap<string, Path2D> } | undefined

  const draw = () => {
    const afar = editor.level.get() === 'overview'
    const { complete, looks } = editor.drawn.get()
    const hidden = complete && !afar
    // Told only when it changes: a canvas that is set to what it is would be laid out anew all the same.
    if (canvas.hidden !== hidden) canvas.hidden = hidden
    if (canvas.hidden) return
    const view = editor.view.get()
    const all = editor.scene.get()
    const scene = afar ? all : onlyBoxes(all, (id) => !looks.has(id))
    const drag = editor.drag.get()
    const context = prepare(canvas, view.width, view.height)
    if (!context) return
    if (afar && (paths?.scene !== scene || paths.moving !== drag?.ids))
      paths = { scene, moving: drag?.ids, made: stillWires(scene, drag?.ids) }
    const { selection, selectedFrame } = session.getState()
    const assessments = studio.assessments.get()
    const known = { takes: studio.takes.get(), assessments }
    drawOverview(context, {
      scene,
      view,
      drag,
      paths: (afar && paths?.made) || NO_PATHS,
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
  const { now, soon, cancel } = oncePerFrame(draw, fail)
  const thumbnails = createThumbnails(studio, soon)
  const themed = () => {
    colours = readColours()
    soon()
  }
  const sources = [
    editor.view,
    editor.level,
    editor.drawn,
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
  now()
  return () => {
    for (const stop of stops) stop()
    thumbnails.close()
    cancel()
  }
}

const NO_PATHS: ReadonlyMap<string, Path2D> = new Map()

/** Wires and frames are drawn by others. */
function onlyBoxes(scene: Scene, wanted: (id: string) => boolean): Scene {
  return { ...scene, list: scene.list.filter(({ id }) => wanted(id)), wires: new Map(), frames: [] }
}

function stillWires(scene: Scene, moving: ReadonlySet<string> | undefined): ReadonlyMap<string, Path2D> {
  const wires = [...scene.wires.values()]
  return joinWires(moving ? wires.filter(({ from, to }) => !moving.has(from.id) && !moving.has(to.id)) : wires)
}
