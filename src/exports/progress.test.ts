import { expect, test } from 'vitest'
import { createManualClock } from '../kernel/index.ts'
import { createEstimate } from './progress.ts'

test('no guess before two seconds, then the seconds that the measured speed needs', async () => {
  const clock = createManualClock()
  const estimate = createEstimate(clock, 100)
  expect(estimate('encoding', 0)).toEqual({ done: 0, total: 100, phase: 'encoding' })
  await clock.advance(1900)
  expect(estimate('encoding', 19)).not.toHaveProperty('left')
  await clock.advance(600)
  expect(estimate('encoding', 25).left).toBe(8)
})

test('each phase is measured by itself', async () => {
  const clock = createManualClock()
  const estimate = createEstimate(clock, 100)
  estimate('reading', 0)
  await clock.advance(10_000)
  expect(estimate('encoding', 0)).not.toHaveProperty('left')
  await clock.advance(5000)
  expect(estimate('encoding', 50).left).toBe(5)
})
