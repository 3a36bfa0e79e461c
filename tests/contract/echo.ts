import { transferring } from '../../src/kernel/browser.ts'
import { defineFailures } from '../../src/kernel/index.ts'

const failures = defineFailures('echo', { refused: { retry: 'manual', message: 'Refused: {{why}}.' } })

/** An object with every shape of method that goes through the wrapper. */
export function createEchoApi() {
  const listeners = new Set<(value: number) => void>()
  return {
    add: (a: number, b: number) => a + b,
    refuse(why: string): never {
      throw failures.error('echo/refused', {
        facts: { why },
        detail: 'raw words',
        at: { jobId: 'job-1' },
        cause: new Error('inner'),
      })
    },
    crash(): never {
      throw new TypeError('unforeseen')
    },
    async blobText(blob: Blob) {
      return { text: await blob.text(), type: blob.type }
    },
    makeBlob: (text: string) => new Blob([text], { type: 'text/plain' }),
    length: (bytes: ArrayBuffer) => bytes.byteLength,
    fill(count: number) {
      const bytes = new Uint8Array(count).fill(7)
      return transferring({ bytes }, [bytes.buffer])
    },
    set: (values: ReadonlySet<string>) => new Map([...values].map((value) => [value, value.length])),
    count(upTo: number, onStep: (step: number) => void) {
      for (let step = 1; step <= upTo; step++) onStep(step)
      return upTo
    },
    work({ signal, onProgress }: { signal: AbortSignal; onProgress: (value: number) => void }) {
      onProgress(1)
      return new Promise<never>((_, reject) => {
        const stop = () => reject(new DOMException('stopped', 'AbortError'))
        if (signal.aborted) stop()
        signal.addEventListener('abort', stop)
      })
    },
    watch(listener: (value: number) => void) {
      listeners.add(listener)
      listener(0)
      return () => {
        listeners.delete(listener)
      }
    },
    tell(value: number) {
      for (const listener of listeners) listener(value)
      return listeners.size
    },
    never: () => new Promise<void>(() => {}),
  }
}

/** Type of {@link createEchoApi}'s object. */
export type EchoApi = ReturnType<typeof createEchoApi>
