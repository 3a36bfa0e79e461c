import { z } from 'zod'
import type { BlobStore } from '../../assets/index.ts'
import { canonicalJson } from '../../kernel/index.ts'
import { type PanelBrief, parsePanel } from './brief.ts'
import type { Reference } from './draw-picture.browser.ts'
import { animaticFailures } from './failures.ts'
import { addNote, readNote } from './png-note.ts'

/** A picture that goes into a drawing: its name there, whom it shows, and where its bytes are. */
export type PictureInput = {
  readonly name: string
  readonly label: string
  readonly hash: string
  readonly mime: string
}

/** Pixels above which a picture is not decoded: 64 million are a quarter of a gigabyte. */
const MOST_PIXELS = 64_000_000
/** Pictures of people are shown small: nothing is gained above this side, in pixels. */
const REFERENCE_SIDE = 2048

const zNote = z.object({
  version: z.literal(1),
  brief: z.looseObject({ width: z.number(), height: z.number() }),
  references: z.array(z.object({ label: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) })).max(64),
})

/** What one of our own panels says of itself. */
export type PanelNote = { readonly brief: PanelBrief; readonly references: readonly PictureInput[] }

/** Writes into a panel what it shows, so that a clip made from it can move its picture and leave the sheet still. */
export function notePanel(
  png: Uint8Array,
  brief: PanelBrief,
  references: readonly PictureInput[],
): Uint8Array<ArrayBuffer> {
  const named = references.map(({ label, hash }) => ({ label, hash }))
  return addNote(png, canonicalJson({ version: 1, brief: { ...brief }, references: named }))
}

/** Reads whether bytes are one of our panels, unchanged. */
export async function readPanel(bytes: Blob): Promise<PanelNote | undefined> {
  const text = readNote(new Uint8Array(await bytes.arrayBuffer()))
  if (text === undefined) return undefined
  try {
    const note = zNote.parse(JSON.parse(text))
    const references = note.references.map(({ label, hash }) => ({ name: 'references', label, hash, mime: 'image/*' }))
    return { brief: parsePanel(note.brief as Parameters<typeof parsePanel>[0]), references }
  } catch {
    // A note of a later version, or of somebody else: the picture is a picture.
    return undefined
  }
}

/** Bytes of an input; rejects with `animatic/picture-gone` when the store does not have them. */
export async function bytesOf(blobs: BlobStore, input: PictureInput): Promise<Blob> {
  const bytes = await blobs.get(input.hash)
  if (!bytes)
    throw animaticFailures.error('animatic/picture-gone', {
      facts: { name: input.label || input.name },
      detail: input.hash,
    })
  return bytes
}

/** Decodes a picture; rejects with `animatic/bad-picture` when it is none that this browser reads. */
export async function decodePicture(bytes: Blob, name: string, longestSide?: number): Promise<ImageBitmap> {
  try {
    const image = await createImageBitmap(bytes)
    if (image.width * image.height > MOST_PIXELS) {
      image.close()
      throw new RangeError('too many pixels')
    }
    const side = Math.max(image.width, image.height)
    if (longestSide === undefined || side <= longestSide) return image
    const share = longestSide / side
    const small = await createImageBitmap(image, {
      resizeWidth: Math.max(1, Math.round(image.width * share)),
      resizeHeight: Math.max(1, Math.round(image.height * share)),
      resizeQuality: 'high',
    })
    image.close()
    return small
  } catch (thrown) {
    throw animaticFailures.error('animatic/bad-picture', { facts: { name }, detail: String(thrown), cause: thrown })
  }
}

/** Loads the pictures of people and places, the first of each name; whoever takes them closes them. */
export async function loadReferences(
  blobs: BlobStore,
  inputs: readonly PictureInput[],
  signal: AbortSignal,
): Promise<Reference[]> {
  const firsts = inputs.filter((input, index) => inputs.findIndex((one) => one.label === input.label) === index)
  const loaded: Reference[] = []
  try {
    for (const input of firsts) {
      signal.throwIfAborted()
      loaded.push({
        label: input.label,
        image: await decodePicture(await bytesOf(blobs, input), input.label || input.name, REFERENCE_SIDE),
      })
    }
    return loaded
  } catch (thrown) {
    closeAll(loaded)
    throw thrown
  }
}

/** Releases decoded pictures. */
export function closeAll(references: readonly Reference[]): void {
  for (const { image } of references) image.close()
}
