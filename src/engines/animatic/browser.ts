export { type AnimaticParts, createAnimaticEngine } from './engine.browser.ts'
