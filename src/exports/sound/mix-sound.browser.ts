import type { Input } from 'mediabunny'
import { openMedia } from '../file/probe-media.browser.ts'
import type { SoundPart } from '../plan/sound.ts'
import { addTo, clampBlock, heardIn, type Stereo } from './mix.ts'
import { openSoundReader, type SoundReader } from './read-sound.browser.ts'

/** Mixes the film's sound forwards, block by block: memory stays the same however long the film is. */
export type SoundMixer = { block(start: number, count: number): Promise<Stereo>; close(): Promise<void> }

/** Opens a mixer over the planned parts. Files are opened when they are first heard and closed behind their end. */
export function createSoundMixer(parts: readonly SoundPart[], sources: ReadonlyMap<string, Blob>): SoundMixer {
  const open = new Map<SoundPart, { input: Input; reader: SoundReader }>()
  const shut = async (part: SoundPart) => {
    const one = open.get(part)
    open.delete(part)
    await one?.reader.close()
    one?.input.dispose()
  }
  const readerOf = async (part: SoundPart): Promise<SoundReader | undefined> => {
    const known = open.get(part)
    if (known) return known.reader
    const bytes = sources.get(part.assetId)
    if (!bytes) return undefined
    const input = openMedia(bytes)
    const track = await input.getPrimaryAudioTrack()
    if (!track) return undefined
    const reader = await openSoundReader(track, part.from)
    open.set(part, { input, reader })
    return reader
  }
  return {
    async block(start, count) {
      const sum: Stereo = [new Float32Array(count), new Float32Array(count)]
      for (const part of parts) {
        if (part.start + part.length <= start) await shut(part)
        const heard = heardIn(part, start, count)
        const reader = heard && (await readerOf(part))
        if (heard && reader) addTo(sum, heard.at, await reader.read(heard.source, heard.count))
      }
      clampBlock(sum)
      return sum
    },
    async close() {
      for (const part of [...open.keys()]) await shut(part)
    },
  }
}
