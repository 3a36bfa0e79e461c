import { describe, expect, it } from 'vitest'
import { defaultConfigDir, type Environment, readArguments, type Settings } from './arguments.node.ts'

const linux = { platform: 'linux', homeDir: '/home/me' } as const

function settingsOf(words: string[], env: Environment = {}): Settings {
  const result = readArguments(words, env, linux)
  if (result.kind !== 'start') throw new Error(JSON.stringify(result))
  return result.settings
}

describe('readArguments', () => {
  it('starts on loopback, port 5180, with the usual ComfyUI', () => {
    const settings = settingsOf([])
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 5180, areTargetsGiven: false })
    expect(settings.targets.map((target) => target.url)).toEqual(['http://127.0.0.1:8188'])
  })

  it('lets a flag outrank the environment', () => {
    const env = { PORT: '6000', COMFYUI_URL: 'http://a:1' }
    expect(settingsOf([], env)).toMatchObject({ port: 6000, areTargetsGiven: true })
    expect(settingsOf(['--port', '0', '--comfyui=http://b:2'], env).port).toBe(0)
    expect(settingsOf(['--comfyui=http://b:2'], env).targets.map((target) => target.url)).toEqual(['http://b:2'])
  })

  it('takes several servers separated by commas, each once', () => {
    const { targets } = settingsOf(['--comfyui', 'http://a:1, b:2,,http://a:1/'])
    expect(targets.map((target) => target.url)).toEqual(['http://a:1', 'http://b:2'])
  })

  it.each([
    [['--port', 'x'], '--port needs a number from 0 to 65535.'],
    [['--port=70000'], '--port needs a number from 0 to 65535.'],
    [['--port=-1'], '--port needs a number from 0 to 65535.'],
    [
      ['--comfyui', 'ftp://secret:word@host'],
      '--comfyui, address 1: Only addresses that begin with http:// or https:// can be reached.',
    ],
    [['--comfyui', ','], '--comfyui needs the address of a ComfyUI, such as http://127.0.0.1:8188.'],
    [['--host', 'a b'], '--host needs an address of this machine, such as 127.0.0.1 or 0.0.0.0.'],
    [['--config-dir', ''], '--config-dir and --app-dir need the path of a folder.'],
  ])('answers %j with a sentence', (words, message) => {
    expect(readArguments(words, {}, linux)).toEqual({ kind: 'misuse', message })
  })

  it.each([[['--prot', '1']], [['extra']], [['--port']], [['--no-open=yes']]])(
    'takes %j for misuse and names it',
    (words) => {
      const result = readArguments(words, {}, linux)
      expect(result).toMatchObject({ kind: 'misuse', message: expect.stringContaining(words[0]!.split('=')[0]!) })
    },
  )

  it('names the variable when the environment is wrong', () => {
    expect(readArguments([], { PORT: 'many' }, linux)).toEqual({
      kind: 'misuse',
      message: 'PORT needs a number from 0 to 65535.',
    })
  })

  it('opens a browser only where somebody can see it', () => {
    expect(settingsOf([], { DISPLAY: ':0' }).opensBrowser).toBe(true)
    expect(settingsOf([], {}).opensBrowser).toBe(false)
    expect(settingsOf([], { DISPLAY: ':0', CI: 'true' }).opensBrowser).toBe(false)
    expect(settingsOf(['--no-open'], { DISPLAY: ':0' }).opensBrowser).toBe(false)
  })

  it('keeps the list of servers where the system keeps settings', () => {
    expect(defaultConfigDir({}, linux)).toBe('/home/me/.config/framewright')
    expect(defaultConfigDir({ XDG_CONFIG_HOME: '/x' }, linux)).toBe('/x/framewright')
    expect(defaultConfigDir({}, { platform: 'darwin', homeDir: '/Users/me' })).toBe(
      '/Users/me/Library/Application Support/framewright',
    )
    expect(defaultConfigDir({ APPDATA: '/roaming' }, { platform: 'win32', homeDir: '/me' })).toBe(
      '/roaming/framewright',
    )
    expect(settingsOf(['--config-dir', '/mine']).configDir).toBe('/mine')
  })
})
