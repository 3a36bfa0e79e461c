export { createAnimaticEngine } from './engine.browser.ts'
