import { describe, expect, test } from 'vitest'
import type { Failure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { conditionsOf } from './conditions.ts'

const failure: Failure = { code: 'comfy/server-gone', message: 'It went away.', retry: 'auto' }
const server = { id: 's', name: 's', url: 'http://s:8188', concurrency: 1, enabled: true, addedAt: 0 }
const well: ServerState = { server, health: 'ok', running: 0, waiting: 0 }
const refused = { hold: { failure, since: 5 } }
const whys = (state: ServerState) => conditionsOf(state).map(({ why }) => why)

describe('what stands between a server and new jobs', () => {
  test('is nothing while it is well', () => {
    expect(conditionsOf(well)).toEqual([])
    expect(conditionsOf({ ...well, breaker: { state: 'closed', inRow: 2, recent: '00' } })).toEqual([])
  })

  test('is its removal alone, whatever else is wrong', () => {
    expect(whys({ ...well, ...refused, failure, server: { ...server, intake: 'removing' } })).toEqual(['removing'])
  })

  test('is that it is off alone, since what was found before says nothing of now', () => {
    expect(whys({ ...well, ...refused, failure, server: { ...server, enabled: false } })).toEqual(['off'])
  })

  test('is a pause and a closed door at once', () => {
    expect(whys({ ...well, ...refused, server: { ...server, intake: 'paused' } })).toEqual(['paused', 'hold'])
  })

  test('counts what is left of ours while it drains, in its queue too', () => {
    const draining = { ...well, running: 1, queued: 2, server: { ...server, intake: 'draining' as const } }
    expect(conditionsOf(draining)).toEqual([{ why: 'draining', left: 3 }])
  })

  test('is an open breaker, and a half-open one as a trial', () => {
    const breaker = { inRow: 4, recent: '0000' }
    expect(conditionsOf({ ...well, breaker: { ...breaker, state: 'open' } })).toEqual([{ why: 'breaker', inRow: 4 }])
    expect(whys({ ...well, breaker: { ...breaker, state: 'half-open' } })).toEqual(['trial'])
  })

  test('is what kept the last look from being one, unless the doctor or the door says it better', () => {
    const report = { code: 'a', message: 'b', serverId: 's', url: '', verdict: 'timeout' as const, checkedAt: 0 }
    const seen = { observation: { reached: false } }
    expect(conditionsOf({ ...well, failure })).toEqual([{ why: 'failure', failure }])
    expect(whys({ ...well, failure, report: { ...report, ...seen, ok: false } })).toEqual([])
    expect(whys({ ...well, failure, ...refused })).toEqual(['hold'])
  })

  test('is why its nodes could not be read', () => {
    const unread = { state: 'unreachable' as const, classes: new Set<string>(), models: new Map(), checkedAt: 0 }
    expect(conditionsOf({ ...well, capabilities: { ...unread, failure } })).toEqual([{ why: 'failure', failure }])
  })
})
