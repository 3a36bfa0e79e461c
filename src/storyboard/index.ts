export * from './catalog.ts'
export * from './commands.ts'
export * from './document.ts'
export * from "./evaluation.ts"
export * from './facts.ts'
export * from './schema.ts'
