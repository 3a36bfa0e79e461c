export { systemClock, systemRandom } from './clock.browser.ts'
