import type { MediaSource, Take } from '../../../assets/index.ts'
import type { Assessment } from '../../../jobs/index.ts'
import type { PortValue } from '../../../storyboard/index.ts'
import type { Box } from '../model/scene.ts'

/** The picture of a card: an asset, and whether it moves. */
export type CardPicture = { readonly assetId: string; readonly video: boolean; readonly draft: boolean }

type Known = {
  readonly takes: ReadonlyMap<string, readonly Take[]>
  readonly assessments: ReadonlyMap<string, Assessment>
}

/** What a card shows: its effective take, else the file or take that it hands on. */
export function pictureOf(box: Box, known: Known): CardPicture | undefined {
  return takePicture(box.id, known) ?? offeredPicture(box, known)
}

function takePicture(nodeId: string, { takes, assessments }: Known): CardPicture | undefined {
  const takeId = assessments.get(nodeId)?.takeId
  const take = takeId === undefined ? undefined : takes.get(nodeId)?.find(({ id }) => id === takeId)
  return take && { assetId: take.assetId, video: take.mime.startsWith('video/'), draft: take.draft }
}

function offeredPicture(box: Box, known: Known): CardPicture | undefined {
  for (const value of box.evaluation?.offers.values() ?? []) {
    const source = sourceOf(value)
    if (source?.from === 'file')
      return { assetId: source.ref.hash, video: source.ref.mime.startsWith('video/'), draft: false }
    if (source && source.nodeId !== box.id) return takePicture(source.nodeId, known)
  }
  return undefined
}

function sourceOf(value: PortValue): MediaSource | undefined {
  if (value.type === 'image' || value.type === 'video') return value.source
  if (value.type === 'subject') return value.subject.references[0]
  return value.type === 'style' ? value.style.references[0] : undefined
}

/** True when two pictures are the same, so that nothing is drawn anew. */
export function samePicture(a: CardPicture | undefined, b: CardPicture | undefined): boolean {
  return a === b || (a?.assetId === b?.assetId && a?.video === b?.video && a?.draft === b?.draft)
}
