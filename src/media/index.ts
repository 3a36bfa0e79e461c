export { mediaFailures } from './failures.ts'
