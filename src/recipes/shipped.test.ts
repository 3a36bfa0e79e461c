import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fillRecipe, parseRecipe, preflight, type Recipe, recipeHash } from './index.ts'

const folder = new URL('../../workflows/recipes/', import.meta.url)
const recipes = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...parseRecipe(readFileSync(new URL(name, folder), 'utf8')) }))

type Info = Record<string, { input?: { required?: Record<string, unknown>; optional?: Record<string, unknown> } }>

/** Node classes as real servers described them: whole where the recordings are at hand, else cut down to what matters. */
const servers = ['0.3.64', '0.12.1', '0.28.2'].map((version) => {
  const whole = new URL(`../../../shared/recordings/${version}/object_info.json.gz`, import.meta.url)
  const cut = new URL(`../../tests/comfy-standin/fixtures/object-info-${version}.json`, import.meta.url)
  const text = existsSync(whole) ? gunzipSync(readFileSync(whole)).toString('utf8') : readFileSync(cut, 'utf8')
  return { version, info: JSON.parse(text) as Info }
})

test('there are recipes, each named like its file and unlike the others', () => {
  expect(recipes.length).toBeGreaterThan(0)
  for (const { name, recipe } of recipes) expect(name).toBe(`${recipe.id}.recipe.json`)
  expect(new Set(recipes.map(({ recipe }) => recipe.id)).size).toBe(recipes.length)
})

describe.each(recipes)('$name', ({ recipe, issues }) => {
  test('has no binding, output or link to nowhere', () => {
    expect(issues).toEqual([])
    for (const [name, { bind }] of Object.entries(recipe.inputs)) {
      for (const { node, input } of bind)
        expect(recipe.graph[node]?.inputs, `${name} writes a new input ${input}`).toHaveProperty(input)
    }
  })

  test('lists exactly the classes of its graph', () => {
    expect([...recipe.requires.classes].sort()).toEqual(
      [...new Set(Object.values(recipe.graph).map((node) => node.class_type))].sort(),
    )
  })

  test('fills without a problem when its media are there, and saves under the job', () => {
    const media = Object.fromEntries(
      Object.entries(recipe.inputs).flatMap(([name, { type }]) =>
        /^(image|video|audio)$/.test(type) ? [[name, ['framewright/a.png']]] : [],
      ),
    )
    const { graph, issues: problems } = fillRecipe(recipe, { values: {}, media, prefix: 'framewright/job-1' })
    expect(problems).toEqual([])
    for (const { node } of recipe.outputs) expect(graph[node]?.inputs['filename_prefix']).toBe('framewright/job-1')
  })

  test('keeps its hash when only words for people change', () => {
    const renamed: Recipe = { ...recipe, title: 'Another title', description: 'Other words', presets: {} }
    expect(recipeHash(renamed)).toBe(recipeHash(recipe))
    const [id = ''] = Object.keys(recipe.graph)
    const other = structuredClone(recipe)
    Object.assign(other.graph[id]?.inputs ?? {}, { added: 1 })
    expect(recipeHash(other)).not.toBe(recipeHash(recipe))
  })

  test.each(servers)('can run on $version, model files apart', ({ info }) => {
    const offer = { classes: new Set(Object.keys(info)), models: new Map<string, readonly string[]>() }
    const problems = preflight(recipe, offer, 'Lab').filter(
      ({ code }) => code !== 'recipes/missing-model' && code !== 'recipes/no-model',
    )
    expect(problems).toEqual([])
  })

  test.each(servers)(
    'names only inputs that the nodes of $version have, and gives all that they require',
    ({ info }) => {
      for (const [id, node] of Object.entries(recipe.graph)) {
        const { required = {}, optional = {} } = info[node.class_type]?.input ?? {}
        // Newer definitions list the parts of a choice below their own name.
        const knows = (name: string) => name in required || name in optional || name.includes('.')
        expect(
          Object.keys(node.inputs).filter((name) => !knows(name)),
          `node ${id} ${node.class_type}`,
        ).toEqual([])
        expect(
          Object.keys(required).filter((name) => !(name in node.inputs)),
          `node ${id} ${node.class_type}`,
        ).toEqual([])
      }
    },
  )
})
