import type { RecipeInput } from '../schema.ts'
import type { Grid } from './classes.ts'
import type { Place } from './graph.ts'

/** An input that was found in a graph, before its range and its default are looked up. */
export type Finding = {
  readonly name: string
  readonly type: RecipeInput['type']
  readonly bind: readonly (Place & { readonly optional?: boolean })[]
  readonly label?: string
  readonly folder?: string
  readonly snap?: Grid
  readonly optional?: boolean
  readonly list?: boolean
}

/** The finding, unless nothing is bound. */
export function findingOf(finding: Finding): readonly Finding[] {
  return finding.bind.length > 0 ? [finding] : []
}

/** Places without those that were there before. */
export function uniquePlaces<P extends Place>(places: readonly P[]): readonly P[] {
  const seen = new Set<string>()
  return places.filter(({ node, input }) => {
    const key = `${node} ${input}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Gives equal names numbers: `prompt`, `prompt-2`. */
export function numberNames<F extends { readonly name: string }>(findings: readonly F[]): readonly F[] {
  const taken = new Set<string>()
  return findings.map((finding) => {
    let name = finding.name
    for (let count = 2; taken.has(name); count += 1) name = `${finding.name}-${count}`
    taken.add(name)
    return name === finding.name ? finding : { ...finding, name }
  })
}
