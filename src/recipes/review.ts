import { cleanText, type Issue } from '../kernel/index.ts'
import { recipeIssues } from './issues.ts'
import type { Recipe } from './schema.ts'

/** Classes that run code, install, or call the system, by a word of their name. */
const RUNS_CODE =
  /(?:^|[^a-z])(?:exec|eval|python|py|script|shell|bash|cmd|command|subprocess|system|terminal|pip|install(?:er)?|code)(?:$|[^a-z])/
/** Classes that fetch something from an address. */
const FETCHES = /(?:^|[^a-z])(?:url|http|https|download(?:er)?|web|fetch|request|git|clone|scrape)(?:$|[^a-z])/
/** Classes that send the work, and often a bill, to somebody else. */
const PAID =
  /(?:^|[^a-z])(?:api|kling|runway|luma|minimax|hailuo|pika|pixverse|ideogram|recraft|openai|dalle|gemini|veo|sora|stability|tripo|rodin|moonvalley|vidu|bria|topaz)(?:$|[^a-z])/
const CODE = /\b(?:os\.(?:system|popen|exec\w*)|subprocess|__import__|eval|exec|child_process)\b\s*[.(]/
const ADDRESS = /\b(?:https?|ftps?|file|wss?|smb|ssh|git|javascript):[^\s"'<>]{1,2000}/i
const ABSOLUTE = /^\s*(?:[a-z]:[\\/]|[\\/]{1,2}[^\s\\/]|~[\\/])/i
const UPWARDS = /(?:^|[\\/])\.\.(?:[\\/]|$)/

/** Enough to see what a recipe is about. */
const MOST_TOLD = 50
/** Longer texts are prompts; their beginning is looked at. */
const LOOKED_AT = 10_000

/**
 * What a person should look at before a foreign recipe runs on a server: node classes that run code, fetch or bill, and
 * texts with code, addresses or paths outside of the server's folders. All are warnings: nothing here is forbidden.
 */
export function reviewRecipe(recipe: Recipe): readonly Issue[] {
  const issues: Issue[] = []
  const classes = new Map<string, string>()
  for (const [id, node] of Object.entries(recipe.graph))
    if (!classes.has(node.class_type)) classes.set(node.class_type, id)
  for (const [name, id] of classes) {
    const words = wordsOf(name)
    const facts = { node: short(name) }
    const at = { path: `graph.${id}.class_type` }
    if (RUNS_CODE.test(words)) issues.push(recipeIssues.make('recipes/runs-code', { at, facts }))
    else if (FETCHES.test(words)) issues.push(recipeIssues.make('recipes/fetches', { at, facts }))
    else if (PAID.test(words)) issues.push(recipeIssues.make('recipes/paid', { at, facts }))
  }
  for (const { path, text } of textsOf(recipe)) {
    if (issues.length >= MOST_TOLD) break
    const issue = reviewText(text, path)
    if (issue) issues.push(issue)
  }
  return issues
}

function reviewText(whole: string, path: string): Issue | undefined {
  const text = whole.slice(0, LOOKED_AT)
  const at = { path }
  if (CODE.test(text)) return recipeIssues.make('recipes/has-code', { at, facts: { text: short(text) } })
  const address = ADDRESS.exec(text)?.[0]
  if (address) return recipeIssues.make('recipes/has-address', { at, facts: { address: short(address) } })
  // A path is one line; prose may speak of "and/or" and end with two points.
  if (!text.includes('\n') && (ABSOLUTE.test(text) || UPWARDS.test(text)))
    return recipeIssues.make('recipes/has-path', { at, facts: { text: short(text) } })
  return undefined
}

/** Every text that can get into the prompt, with its place. */
function* textsOf(recipe: Recipe): Generator<{ readonly path: string; readonly text: string }> {
  for (const [id, { inputs }] of Object.entries(recipe.graph)) yield* textsIn(inputs, `graph.${id}.inputs`)
  for (const [name, input] of Object.entries(recipe.inputs))
    yield* textsIn({ default: input.default, options: input.options }, `inputs.${name}`)
  for (const [name, preset] of Object.entries(recipe.presets)) yield* textsIn(preset, `presets.${name}`)
  for (const model of recipe.requires.models) {
    const path = `requires.models.${model.name}`
    yield { path, text: model.name }
    // Where a model can be had is said with https; anything else is no address to follow.
    if (model.url !== undefined && !/^https:\/\//i.test(model.url)) yield { path, text: model.url }
  }
}

function* textsIn(root: unknown, start: string): Generator<{ readonly path: string; readonly text: string }> {
  const open: { readonly path: string; readonly value: unknown }[] = [{ path: start, value: root }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next
    if (typeof value === 'string') yield { path, text: value }
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value).reverse()) open.push({ path: `${path}.${key}`, value: member })
  }
}

/** `LoadImageFromURL` and `load_image_from_url` alike: `load image from url`. */
function wordsOf(name: string): string {
  return name
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
}

function short(text: string): string {
  return cleanText(text, 120)
}
