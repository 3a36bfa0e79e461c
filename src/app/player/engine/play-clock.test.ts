import { expect, test } from 'vitest'
import { createManualClock } from '../../../kernel/index.ts'
import { createPlayClock } from './play-clock.ts'

test('time goes on without a jump when sound takes over and when it leaves', async () => {
  const system = createManualClock()
  const sound = { currentTime: 7, state: 'running' }
  const clock = createPlayClock(system)
  await system.advance(100)
  clock.follow(sound)
  expect(clock.monotonic()).toBe(100)
  sound.currentTime = 7.25
  await system.advance(240)
  expect(clock.monotonic()).toBe(350)
  clock.follow(undefined)
  expect(clock.monotonic()).toBe(350)
  await system.advance(50)
  expect(clock.monotonic()).toBe(400)
})

test('a sound that stands still is left, so that the film goes on', async () => {
  const system = createManualClock()
  const clock = createPlayClock(system)
  clock.follow({ currentTime: 3, state: 'running' })
  expect(clock.monotonic()).toBe(0)
  await system.advance(500)
  const left = clock.monotonic()
  await system.advance(1000)
  expect(clock.monotonic()).toBe(left + 1000)
})
