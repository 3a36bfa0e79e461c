import { describe, expect, it } from 'vitest'
import { parseRecipe } from '../../src/recipes/index.ts'
import { convertWorkflow, inferRecipe } from '../../src/recipes/infer/index.ts'
import { hasOracle, loadPairs, objectInfo } from './pairs.ts'

/** Classes that sample, and those whose text a sampler is told. */
const SAMPLES = /^(?:KSampler|KSamplerAdvanced|SamplerCustom|SamplerCustomAdvanced)$/
const SPEAKS = /^CLIPTextEncode|^TextEncode/
const SAVES = /^(?:SaveImage|SaveVideo|SaveWEBM|SaveAnimated\w+|SaveAudio\w*)$/

describe.runIf(hasOracle)('recipes made of the templates', () => {
  const counts = new Map<string, number>()
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)

  const made = () =>
    ['1.58.1', '1.37.11', '1.27.10'].flatMap((frontend) =>
      loadPairs(frontend, 'complete')
        .filter(({ name }) => name.startsWith('template'))
        .map((pair) => {
          const info = objectInfo(pair.object_info)
          const { prompt } = convertWorkflow(pair.workflow, info)
          const { recipe } = inferRecipe({ prompt, workflow: pair.workflow, objectInfo: info, name: pair.name })
          return { name: `${frontend} ${pair.name}`, recipe, prompt }
        }),
    )

  it('every one that samples by a text has prompt and seed, every one that saves has an output', {
    timeout: 120_000,
  }, () => {
    const lacking: string[] = []
    for (const { name, recipe, prompt } of made()) {
      const classes = Object.values(prompt).map((one) => one.class_type)
      count('templates')
      count(`purpose ${recipe.purpose}`)
      for (const input of ['prompt', 'negative', 'seed', 'width', 'frames', 'first', 'references', 'loras'])
        if (Object.hasOwn(recipe.inputs, input)) count(`with ${input}`)
      const samples = classes.some((one) => SAMPLES.test(one))
      if (samples && !recipe.inputs.seed) lacking.push(`${name}: no seed`)
      if (samples && classes.some((one) => SPEAKS.test(one)) && !recipe.inputs.prompt)
        lacking.push(`${name}: no prompt`)
      if (classes.some((one) => SAVES.test(one)) && recipe.outputs.length === 0) lacking.push(`${name}: no output`)
      if (recipe.outputs.length === 0) count('without output (3D, text, vector)')
      else if (parseRecipe(recipe).issues.some(({ severity }) => severity === 'error'))
        lacking.push(`${name}: not sound`)
      expect(Object.keys(recipe.graph)).toEqual(Object.keys(prompt))
    }
    process.stdout.write(
      `\n${[...counts].map(([name, number]) => `${String(number).padStart(5)}  ${name}`).join('\n')}\n`,
    )
    expect(lacking).toEqual([])
  })
})
