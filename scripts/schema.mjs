// Writes public/schema/*.schema.json from the zod schemas; `--check` only says whether they are up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')

const FILES = [
  {
    name: 'storyboard',
    module: '/src/storyboard/schema.ts',
    schema: 'zStoryboardFile',
    title: 'Framewright storyboard',
  },
  { name: 'recipe', module: '/src/recipes/schema.ts', schema: 'zRecipe', title: 'Framewright recipe' },
]

async function schemaTexts() {
  const vite = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    const { z } = await vite.ssrLoadModule('zod')
    return await Promise.all(
      FILES.map(async ({ name, module, schema, title }) => {
        const loaded = await vite.ssrLoadModule(module)
        // What a person may write, so members with a default are not required.
        const { $schema, ...rest } = z.toJSONSchema(loaded[schema], { target: 'draft-7', io: 'input' })
        const $id = `https://framewright.dev/schema/${name}.schema.json`
        return { name, text: `${JSON.stringify({ $schema, $id, title, ...rest }, null, 2)}\n` }
      }),
    )
  } finally {
    await vite.close()
  }
}

const stale = []
await mkdir(new URL('../public/schema/', import.meta.url), { recursive: true })
for (const { name, text } of await schemaTexts()) {
  const path = new URL(`../public/schema/${name}.schema.json`, import.meta.url)
  const present = await readFile(path, 'utf8').catch(() => '')
  if (present === text) continue
  stale.push(`public/schema/${name}.schema.json`)
  if (!check) await writeFile(path, text)
}
if (stale.length === 0) console.log('Schemas are up to date.')
else if (check) {
  console.error(`Out of date: ${stale.join(', ')}. Run: node scripts/schema.mjs`)
  process.exitCode = 1
} else console.log(`Written: ${stale.join(', ')}`)
