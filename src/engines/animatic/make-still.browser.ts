import type { BlobStore } from '../../assets/index.ts'
import type { Clock } from '../../kernel/index.ts'
import type { Collected } from '../port.ts'
import type { PanelBrief } from './brief.ts'
import { openCanvas } from './canvas.browser.ts'
import { drawPanel } from './draw-sheet.browser.ts'
import { loadFonts } from './fonts.browser.ts'
import { layOutPanel } from './layout.ts'
import { closeAll, loadReferences, notePanel, type PictureInput } from './pictures.browser.ts'

/** What drawing needs from outside. */
export type DrawingPorts = { readonly blobs: BlobStore; readonly fonts: string; readonly clock: Clock }

/** Draws one board panel as PNG; the same brief and pictures give the same bytes. */
export async function makeStill(
  brief: PanelBrief,
  inputs: readonly PictureInput[],
  ports: DrawingPorts,
  signal: AbortSignal,
): Promise<Collected> {
  await loadFonts(ports.fonts, ports.clock, signal)
  const shown = inputs.filter((input) => input.name === 'references' && input.mime.startsWith('image/'))
  const references = await loadReferences(ports.blobs, shown, signal)
  try {
    const { canvas, pen } = openCanvas(brief.width, brief.height, { lasting: true })
    drawPanel(pen, layOutPanel(brief.width, brief.height), brief, references)
    const png = await canvas.convertToBlob({ type: 'image/png' })
    signal.throwIfAborted()
    const noted = notePanel(new Uint8Array(await png.arrayBuffer()), brief, shown)
    const bytes = new Blob([noted], { type: 'image/png' })
    return { name: 'panel.png', mime: 'image/png', bytes, width: brief.width, height: brief.height, frames: 1 }
  } finally {
    closeAll(references)
  }
}
