import { expect, test } from 'vitest'
import { pageWakeups } from './wakeups.browser.ts'

test('a page wakes the scheduler when the network is back, when it has the focus, and when it is shown again', () => {
  let woken = 0
  const stop = pageWakeups(() => {
    woken += 1
  })
  const tell = [
    () => window.dispatchEvent(new Event('online')),
    () => window.dispatchEvent(new Event('focus')),
    () => document.dispatchEvent(new Event('visibilitychange')),
  ]
  expect(document.visibilityState).toBe('visible')
  for (const event of tell) event()
  expect(woken).toBe(3)
  window.dispatchEvent(new Event('offline'))
  expect(woken).toBe(3)
  stop()
  for (const event of tell) event()
  expect(woken).toBe(3)
})
