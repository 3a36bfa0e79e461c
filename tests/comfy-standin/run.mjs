// Starts the stand-in by hand: node tests/comfy-standin/run.mjs --port 8188 --profile 0.28.2 [--cors '*'] [--previews] [--step-ms 200]
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8188' },
    profile: { type: 'string', default: '0.28.2' },
    cors: { type: 'string' },
    previews: { type: 'boolean', default: false },
    'video-models': { type: 'boolean', default: false },
    'step-ms': { type: 'string', default: '200' },
    'node-ms': { type: 'string', default: '50' },
  },
})

const entry = fileURLToPath(new URL('./index.ts', import.meta.url))
const { module } = await runnerImport(entry, { configFile: false, logLevel: 'error' })
const standin = await module.startStandin({
  port: Number(values.port),
  profile: values.profile,
  previewMethod: values.previews ? 'latent2rgb' : 'none',
  speed: { nodeMs: Number(values['node-ms']), stepMs: Number(values['step-ms']) },
  ...(values.cors === undefined ? {} : { corsHeader: values.cors }),
  ...(values['video-models'] ? { models: module.videoModels } : {}),
})
console.log(`ComfyUI stand-in ${values.profile} at ${standin.url} (media: ${standin.media})`)
process.on('SIGINT', () => void standin.close().then(() => process.exit(0)))
process.on('SIGTERM', () => void standin.close().then(() => process.exit(0)))
