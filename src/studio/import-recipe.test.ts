import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, type StudioTab, type StudioWorld } from '../../tests/contract/studio-world.ts'
import { png, pngText } from '../../tests/oracle/built-files.ts'
import { parseRecipe, type Recipe } from '../recipes/index.ts'
import { convertWorkflow, readWorkflowFile } from '../recipes/infer/index.ts'
import { sourceOfBlob } from './import-recipe.ts'
import { createFramewright } from './scripting.ts'

const PROMPT = {
  1: { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: 0 } },
  2: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'film' } },
}
const CLASSES = {
  EmptyImage: { input: { required: { width: ['INT', {}] } }, output: ['IMAGE'], output_name: ['IMAGE'] },
}
const WORKFLOW = { version: 0.4, nodes: [{ id: 1, type: 'EmptyImage', widgets_values: [64] }], links: [] }

const RECIPE = (id: string, width: number): Recipe =>
  parseRecipe({
    format: 'framewright/recipe',
    version: 1,
    id,
    title: 'Card',
    purpose: 'text-to-image',
    graph: { ...PROMPT, 1: { ...PROMPT[1], inputs: { ...PROMPT[1].inputs, width } } },
    outputs: [{ name: 'image', node: '2', type: 'image' }],
  }).recipe

let world: StudioWorld
let studio: StudioTab
beforeEach(async () => {
  world = createStudioWorld()
  studio = await world.openTab({
    readWorkflow: (file, name) => readWorkflowFile(sourceOfBlob(file), { name, objectInfo: CLASSES }),
  })
})
const own = () => studio.recipes.get().map(({ id }) => id)
const picture = () => new Blob([png(pngText('prompt', JSON.stringify(PROMPT))) as Uint8Array<ArrayBuffer>])

test('a recipe file cannot take the place of one of the program; it is kept beside it, and that is said', async () => {
  const shipped = RECIPE('test-card', 64)
  const tab = await world.newTab({ shippedRecipes: [shipped] })
  await tab.start()
  expect(await tab.importRecipe(shipped)).toMatchObject({ recipeId: 'test-card', issues: [] })
  const foreign = await tab.importFile(new Blob([JSON.stringify(RECIPE('test-card', 32))]), 'a.recipe.json')
  expect(foreign).toMatchObject({
    became: 'recipe',
    recipeId: 'test-card-2',
    issues: [{ code: 'studio/recipe-renamed', facts: { id: 'test-card', kept: 'test-card-2' } }],
  })
  expect(tab.recipes.get().find(({ id }) => id === 'test-card')?.graph).toEqual(shipped.graph)
})

describe('a file with a workflow in it', () => {
  test.each([
    ['API JSON', () => new Blob([JSON.stringify(PROMPT)]), false],
    [
      'API JSON with numbers that JSON does not have',
      () => new Blob([JSON.stringify(PROMPT).replace('64', 'NaN')]),
      false,
    ],
    ['a picture', picture, true],
  ])('that is dropped (%s) is a suggestion; nothing is kept before it is saved', async (_, file, media) => {
    const result = await studio.importFile(file(), 'Clouds.json')
    expect(result).toMatchObject({ became: 'workflow', media, draft: { recipe: { title: 'Clouds' } } })
    expect([own(), studio.document.get().board.nodes.size]).toEqual([[], 0])
  })
  test('is a picture all the same when that is asked for', async () => {
    const result = await studio.importFile(picture(), 'a.png', undefined, { asMedia: true })
    expect(result.became).toBe('nodes')
  })
  test('becomes a recipe through the page’s surface, from text, data and bytes', async () => {
    const { recipes } = createFramewright(studio, '1')
    const made = await recipes.import(PROMPT)
    expect((await recipes.import(JSON.stringify(PROMPT))).recipeId).toBe(made.recipeId)
    await recipes.import(picture())
    expect(own()).toEqual([made.recipeId])
  })
  test('without anything that saves is refused by name', async () => {
    const { 2: _save, ...rest } = PROMPT
    await expect(studio.importRecipe(rest)).rejects.toMatchObject({ failure: { code: 'studio/recipe-without-output' } })
    await expect(studio.importRecipe({ a: 1 })).rejects.toMatchObject({ failure: { code: 'studio/no-workflow' } })
    expect(own()).toEqual([])
  })
})

describe('the library', () => {
  const draft = async () => (await studio.draftRecipe(PROMPT, 'Clouds.json')).recipe
  test('another recipe of the same name gets an id of its own; the same one again is no second one', async () => {
    const recipe = await draft()
    const other: Recipe = { ...recipe, purpose: 'upscale' }
    const ids = []
    for (const one of [recipe, recipe, other]) ids.push((await studio.saveRecipe(one)).recipeId)
    expect(ids).toEqual(['clouds', 'clouds', 'clouds-2'])
    expect(own().sort()).toEqual(['clouds', 'clouds-2'])
  })
  test('what was taken out can be put back as it was', async () => {
    const { recipeId } = await studio.saveRecipe(await draft())
    const [before] = studio.recipes.get()
    const removed = await studio.removeRecipe(recipeId)
    expect([own(), removed]).toEqual([[], before])
    if (removed) await studio.saveRecipe(removed)
    expect(studio.recipes.get()).toEqual([before])
    expect(await studio.removeRecipe('nobody')).toBeUndefined()
  })
  test('a recipe without outputs is not kept', async () => {
    await expect(studio.saveRecipe({ ...(await draft()), outputs: [] })).rejects.toMatchObject({
      failure: { code: 'recipes/malformed' },
    })
  })
})

test('scripts convert a workflow at once; other arguments are refused', () => {
  const { recipes } = createFramewright(studio, '1', () => ({ convertWorkflow }))
  expect(recipes.convert(WORKFLOW, CLASSES).prompt).toMatchObject({
    1: { class_type: 'EmptyImage', inputs: { width: 64 } },
  })
  expect(() => recipes.convert('text', CLASSES)).toThrow('argument')
  expect(() => createFramewright(studio, '1').recipes.convert(WORKFLOW, CLASSES)).toThrow('ready')
})
