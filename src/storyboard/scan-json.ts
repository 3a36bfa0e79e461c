import { type LongNumber, type Sentence, scanJsonText, type ScanFlaw as TextFlaw } from '../kernel/index.ts'
import { type FileLimits, scanLimits } from './limits.ts'
import { storyboardWords } from './words.ts'

/** What a storyboard's text may not be, with a sentence that a screen can say in its language. */
export type ScanFlaw = TextFlaw & { readonly reason: string; readonly said: Sentence }

/** Looks through a text by the limits of storyboard files; see {@link scanJsonText}. Numbers that would change are told. */
export function scanJson(
  text: string,
  limits: FileLimits,
  onLongNumber?: (number: LongNumber) => void,
): ScanFlaw | undefined {
  const flaw = scanJsonText(text, scanLimits(limits), onLongNumber ? { onLongNumber } : {})
  if (!flaw) return undefined
  const said = sentenceOf(flaw)
  return { ...flaw, said, reason: said.message }
}

function sentenceOf({ problem, limit = 0, key = '' }: TextFlaw): Sentence {
  const { say } = storyboardWords
  const most = limit.toLocaleString('en')
  switch (problem) {
    case 'large-table':
      return say(key === 'edges' || key === 'frames' ? `storyboard/more-than-${key}` : 'storyboard/more-than-nodes', {
        limit: most,
      })
    case 'long-text':
    case 'many-keys':
    case 'many-values':
    case 'large-record':
      return say(`storyboard/scan-${problem}`, { limit: most })
    case 'deep':
      return say('storyboard/scan-deep', { limit })
    case 'sign':
      return say('storyboard/scan-sign', { sign: key })
    default:
      return say(`storyboard/scan-${problem}`)
  }
}
