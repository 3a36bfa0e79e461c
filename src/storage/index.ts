export { storageFailures } from './failures.ts'
