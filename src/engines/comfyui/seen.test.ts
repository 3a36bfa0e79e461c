import { describe, expect, test } from 'vitest'
import type { ComfyClient } from './client.ts'
import type { HistoryEntry } from './history.ts'
import { createOffers } from './offers.ts'
import { createSeen } from './seen.ts'
import { readEnd } from './state.ts'

const picture = (filename: string) => ({ images: [{ filename }] })
const never = new AbortController().signal

describe('what is remembered of a prompt', () => {
  test('is all of it once the history told its end, together with what only the socket told', () => {
    const seen = createSeen()
    seen.add('p', '1', picture('cached.png'))
    expect([seen.has('p'), seen.isWhole('p')]).toEqual([true, false])
    seen.end('p', { '2': picture('made.png') })
    expect(seen.isWhole('p')).toBe(true)
    expect(Object.keys(seen.of('p'))).toEqual(['1', '2'])
  })

  test('is not taken for all after a doubt, but still known', () => {
    const seen = createSeen()
    seen.end('p', { '2': picture('made.png') })
    seen.doubt('p')
    expect([seen.isWhole('p'), Object.keys(seen.of('p'))]).toEqual([false, ['2']])
    seen.forget('p')
    expect(seen.has('p')).toBe(false)
  })

  test('stays little: the oldest prompts are forgotten', () => {
    const seen = createSeen()
    for (let prompt = 0; prompt < 70; prompt++) seen.end(`p${prompt}`, {})
    expect([seen.has('p0'), seen.has('p69')]).toEqual([false, true])
  })
})

describe('a prompt whose end was told', () => {
  const entry: HistoryEntry = { outputs: { '2': picture('made.png') } }
  function aClient(entries: (HistoryEntry | undefined)[], pending: readonly string[] = []) {
    const asked: string[] = []
    const client = {
      facts: async () => ({ version: '0.3.0', arguments: [] }),
      own: new Set<string>(),
      async queue() {
        asked.push('queue')
        return { running: [], pending }
      },
      async history() {
        asked.push('history')
        return entries.shift()
      },
    } as unknown as ComfyClient
    return { client, asked }
  }

  test('costs one question when the history has it', async () => {
    const { client, asked } = aClient([entry])
    expect(await readEnd(client, createOffers(), 'p', never)).toEqual({ state: 'ended', entry })
    expect(asked).toEqual(['history'])
  })

  test('that is not in the history yet is looked for in the queue, then in the history again', async () => {
    const { client, asked } = aClient([undefined, entry])
    expect(await readEnd(client, createOffers(), 'p', never)).toEqual({ state: 'ended', entry })
    expect(asked).toEqual(['history', 'queue', 'history'])
  })

  test('that still waits is not believed to have ended', async () => {
    const { client } = aClient([undefined], ['p'])
    expect(await readEnd(client, createOffers(), 'p', never)).toMatchObject({ state: 'pending' })
  })
})
