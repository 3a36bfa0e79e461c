import { describe, expect, test } from 'vitest'
import { type DiagnosisContext, diagnose, type Observation } from './index.ts'

const context: DiagnosisContext = {
  serverId: 'server-1',
  name: 'Lab',
  url: 'http://192.168.1.20:8188',
  forwarded: true,
  checkedAt: 1,
}
const comfy: Observation = { reached: true, status: 200, body: 'comfyui', version: '0.28.2' }

const situations: [string, Observation, string][] = [
  ['refused', { reached: false, error: 'ECONNREFUSED' }, 'not-running'],
  ['reset', { reached: false, error: 'ECONNRESET' }, 'not-running'],
  ['no such name', { reached: false, error: 'ENOTFOUND' }, 'unknown-host'],
  ['silent', { reached: false, error: 'timeout' }, 'timeout'],
  ['no way there', { reached: false, error: 'EHOSTUNREACH' }, 'timeout'],
  ['an old certificate', { reached: false, error: 'CERT_HAS_EXPIRED' }, 'tls'],
  ['a certificate of its own', { reached: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
  ['no forwarder', { reached: false, error: 'FORWARDER' }, 'forwarder-down'],
  ['a page', { reached: true, status: 200, body: 'html' }, 'not-comfyui'],
  ['other JSON', { reached: true, status: 200, body: 'json' }, 'not-comfyui'],
  ['nothing', { reached: true, status: 200, body: 'empty' }, 'not-comfyui'],
  ['404', { reached: true, status: 404, body: 'html' }, 'not-comfyui'],
  ['a redirect', { reached: true, status: 302, location: 'https://elsewhere.example/x' }, 'not-comfyui'],
  ['a redirect to a login', { reached: true, status: 302, location: 'https://example.com/login' }, 'login-required'],
  ['401', { reached: true, status: 401 }, 'login-required'],
  ['403', { reached: true, status: 403 }, 'origin-refused'],
  ['500', { reached: true, status: 500 }, 'server-error'],
  ['502', { reached: true, status: 502 }, 'server-error'],
  ['no socket', { ...comfy, socket: 'refused' }, 'socket-blocked'],
  ['all well', comfy, 'healthy'],
]

describe('the doctor', () => {
  test.each(situations)('%s', (_, observation, verdict) => {
    const report = diagnose(observation, context)
    expect(report).toMatchObject({ verdict, serverId: 'server-1', url: context.url, checkedAt: 1, observation })
    expect(report.ok).toBe(verdict === 'healthy' || verdict === 'socket-blocked')
    expect(report.message).toMatch(/^[^\n]+\.$/)
    if (report.verdict === 'healthy') return
    expect(report.fix).toMatch(/^[^\n]+\.$/)
    expect(report.command).toMatch(/^[^\n]+$/)
  })

  test('says how to start ComfyUI where it runs and on the port that was entered', () => {
    const down: Observation = { reached: false, error: 'ECONNREFUSED' }
    expect(diagnose(down, context).command).toBe('python main.py --listen 0.0.0.0 --port 8188')
    expect(diagnose(down, { ...context, url: 'http://127.0.0.1:8190' }).command).toBe(
      'python main.py --listen 127.0.0.1 --port 8190',
    )
  })

  test('names the flag that lets this page in when the server is reached directly', () => {
    const direct: DiagnosisContext = { ...context, forwarded: false, pageOrigin: 'https://frames.example' }
    const report = diagnose({ reached: true, error: 'CORS' }, direct)
    expect(report).toMatchObject({
      verdict: 'origin-refused',
      command: expect.stringMatching(/--enable-cors-header https:\/\/frames\.example$/),
    })
  })

  test('tells what is missing for the recipes in use', () => {
    const nodes = diagnose(comfy, { ...context, missing: { nodes: ['A', 'B'], models: [] } })
    expect(nodes).toMatchObject({ verdict: 'missing-nodes', ok: false, message: 'Lab has no node “A” and 1 more.' })
    const models = diagnose(comfy, {
      ...context,
      missing: { nodes: [], models: [{ folder: 'vae', name: 'v.safetensors', url: 'https://x.example/v' }] },
    })
    expect(models).toMatchObject({
      verdict: 'missing-models',
      command: 'curl -L -o models/vae/v.safetensors https://x.example/v',
    })
  })

  test('puts nothing of a stranger into a command that a shell would run', () => {
    const commandFor = (url: string) => {
      const evil = { folder: 'vae', name: "a'; rm -rf ~; '\n$(x)", url }
      return diagnose(comfy, { ...context, missing: { nodes: [], models: [evil] } }).command
    }
    expect(commandFor('https://x.example/$(id)')).toBe(
      `curl -L -o 'models/vae/a'\\''; rm -rf ~; '\\''$(x)' 'https://x.example/$(id)'`,
    )
    expect(commandFor('-o/etc/passwd')).toBe('ls models/vae')
  })

  test('reads devices, whatever else the answer holds', () => {
    const systemStats = { devices: [{ name: 'cuda:0', vram_total: 8, vram_free: 4 }, { nameless: true }, null] }
    expect(diagnose({ ...comfy, systemStats }, context).devices).toEqual([
      { name: 'cuda:0', vramTotal: 8, vramFree: 4 },
    ])
  })
})
