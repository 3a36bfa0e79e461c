import { download } from '../../kernel/browser.ts'

/** How a file left the page. */
export type SaveOutcome = 'saved' | 'downloaded' | 'cancelled'

type SavePicker = (options: {
  suggestedName: string
  types?: { description: string; accept: Record<string, string[]> }[]
}) => Promise<FileSystemFileHandle>

/** Lets the person choose where a file goes; downloads it where the browser has no save dialog. Needs a user gesture. */
export async function saveFile(blob: Blob, name: string): Promise<SaveOutcome> {
  const pick = (globalThis as { showSaveFilePicker?: SavePicker }).showSaveFilePicker
  if (pick) {
    try {
      return await saveByPicker(pick, blob, name)
    } catch (thrown) {
      if (!(thrown instanceof DOMException)) throw thrown
      if (thrown.name === 'AbortError') return 'cancelled'
      // Too long after the gesture, or forbidden in a frame: a download needs neither.
      if (thrown.name !== 'SecurityError' && thrown.name !== 'NotAllowedError') throw thrown
    }
  }
  download(blob, name)
  return 'downloaded'
}

async function saveByPicker(pick: SavePicker, blob: Blob, name: string): Promise<SaveOutcome> {
  const extension = name.slice(name.lastIndexOf('.'))
  const types =
    blob.type && extension.startsWith('.')
      ? [{ description: name, accept: { [blob.type.split(';')[0] ?? '']: [extension] } }]
      : []
  const handle = await pick.call(globalThis, { suggestedName: name, ...(types.length > 0 ? { types } : {}) })
  // The browser writes to a swap file and replaces on close: an error leaves the old file as it was.
  await blob.stream().pipeTo(await handle.createWritable())
  return 'saved'
}
