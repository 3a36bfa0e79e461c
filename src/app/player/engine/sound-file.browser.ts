import { ALL_FORMATS, AudioBufferSink, BlobSource, Input } from 'mediabunny'

/** A sound file that is read piece by piece: an hour of sound never lies in memory at once. */
export type SoundFile = {
  readonly seconds: number
  /** Decoded pieces from one second of the file to another. */
  pieces(from: number, to: number): AsyncIterable<SoundPiece>
  close(): void
}

/** A decoded piece at its second of the file. */
export type SoundPiece = { readonly buffer: AudioBuffer; readonly timestamp: number; readonly duration: number }

/** Opens a sound file; undefined when it holds no sound that this browser can decode. */
export async function openSoundFile(bytes: Blob): Promise<SoundFile | undefined> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(bytes) })
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track || !(await track.canDecode())) {
      input.dispose()
      return undefined
    }
    const sink = new AudioBufferSink(track)
    return {
      seconds: await track.computeDuration(),
      pieces: (from, to) => sink.buffers(from, to),
      close: () => input.dispose(),
    }
  } catch {
    // Not a sound file, whatever its name says.
    input.dispose()
    return undefined
  }
}
