import { describe, expect, it } from 'vitest'
import { filmBoard } from '../../../tests/app/boards.ts'
import { aJob } from '../../../tests/app/window-studio.ts'
import { catalog } from '../../kinds/index.ts'
import { evaluateBoard } from '../../storyboard/index.ts'
import { jobName, type RunCounts, runTone } from './sections.ts'

const counts = (change: Partial<RunCounts>): RunCounts => ({
  total: 2,
  done: 0,
  running: 0,
  waiting: 0,
  failed: 0,
  cancelled: 0,
  reused: 0,
  ...change,
})

describe('the bar of a run', () => {
  it('is good only when everything was made', () => {
    expect(runTone(counts({ done: 2 }))).toBe('done')
    expect(runTone(counts({ cancelled: 2 }))).toBe('stale')
    expect(runTone(counts({ done: 1, cancelled: 1 }))).toBe('stale')
    expect(runTone(counts({ done: 1, failed: 1 }))).toBe('failed')
    expect(runTone(counts({ done: 1, running: 1 }))).toBe('running')
  })
})

describe('the name of a job', () => {
  const board = filmBoard(catalog, { scenes: 2, shots: 1 })
  const evaluation = evaluateBoard(board, catalog)

  it('says the scene of its shot', () => {
    const job = aJob({ id: 'a', nodeId: 's1-key0', state: 'waiting', title: 'SH010 first' })
    expect(jobName(job, evaluation)).toBe('SC020 SH010 first')
  })

  it('does not say it twice, and keeps the title of a node that is gone', () => {
    const twice = aJob({ id: 'a', nodeId: 's1-key0', state: 'waiting', title: 'SC020_SH010' })
    const gone = aJob({ id: 'b', nodeId: 'nowhere', state: 'waiting', title: 'SH030 first' })
    expect(jobName(twice, evaluation)).toBe('SC020_SH010')
    expect(jobName(gone, evaluation)).toBe('SH030 first')
  })
})
