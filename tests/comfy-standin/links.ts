import { isObject, type Json, type JsonObject } from './python-json.ts'

/** A link to an output of another node. */
export type Link = [from: string, slot: number]

/** True for a well-formed link. */
export function isLink(value: Json | undefined): value is Link {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number'
}

/** The inputs of a node, or nothing when it has none. */
export function inputsOf(prompt: JsonObject, node: string): JsonObject {
  const entry = prompt[node]
  return isObject(entry) && isObject(entry['inputs']) ? entry['inputs'] : {}
}

/** The class of a node, or the empty text. */
export function classOf(prompt: JsonObject, node: string): string {
  const entry = prompt[node]
  return isObject(entry) && typeof entry['class_type'] === 'string' ? entry['class_type'] : ''
}
