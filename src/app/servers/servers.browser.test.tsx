import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  aServer,
  button,
  createWindowPage,
  SCREENS,
  violations,
  type WindowPage,
} from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import type { Failure } from '../../kernel/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { setPreferences, zPreferences } from '../settings/preferences.browser.ts'
import { showScreen } from '../state/session.ts'
import type { Capabilities, DoctorReport } from './parts.ts'

let film: WindowPage
let added: unknown[]

beforeEach(async () => {
  film = createWindowPage()
  added = []
  Object.assign(film.studio, {
    addServer: async (options: unknown) => {
      added.push(options)
      return aServer('gpu-1', 'ok').server
    },
    resetServer: async (id: string) => void film.studio.calls.push(['resetServer', id]),
  })
  await film.open()
  showScreen('servers')
  await expect.element(address()).toBeVisible()
})

afterEach(() => film.close())

const address = () => page.getByRole('textbox', { name: 'Address of a ComfyUI' })

describe('a new server', () => {
  it('is taken without a scheme, as it is pasted most often', async () => {
    await address().fill('127.0.0.1:8')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    expect(added).toEqual([{ url: 'http://127.0.0.1:8' }])
  })

  it('that is no address is refused beside the field in our own words, and nothing is asked', async () => {
    await address().fill('the machine in the cellar')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect.element(page.getByText(/“the machine in the cellar” is no address/).first()).toBeVisible()
    await expect.element(address()).toHaveAttribute('aria-invalid', 'true')
    await page.screenshot({ path: `${SCREENS}/servers-refused.png` })
    await address().fill('gpu-1:8188')
    await expect.element(address()).not.toHaveAttribute('aria-invalid')
    expect(added).toEqual([])
    expect(await violations()).toEqual([])
  })

  it('that is Framewright itself is not even asked', async () => {
    await address().fill(location.host)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect.element(page.getByText(/That is the address of Framewright itself/).first()).toBeVisible()
    expect(added).toEqual([])
  })
})

describe('a connected server', () => {
  beforeEach(() => {
    Object.assign(film.studio, {
      tryServer: async () => ({ id: 'asset-1' }),
      assetBlob: async () => new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], { type: 'image/svg+xml' }),
    })
    const servers = film.studio.servers as unknown as { set(value: unknown): void }
    servers.set([aServer('gpu-1', 'ok')])
  })

  it('that is tried says its verdict and the time below its head', async () => {
    const name = page.getByRole('heading', { name: 'gpu-1' })
    await expect.element(name).toBeVisible()
    const width = name.element().getBoundingClientRect().width
    await button('Try this server').click()
    await expect.element(page.getByText('The test card came back from gpu-1.').last()).toBeVisible()
    await expect.element(page.getByText(/It took .* This server makes pictures/)).toBeVisible()
    expect(name.element().getBoundingClientRect().width).toBe(width)
  })

  it('counts our jobs there as they are', async () => {
    film.studio.setJobs([aJob({ id: 'a', nodeId: 's0-key0', state: 'running', serverId: 'gpu-1' })])
    await expect.element(page.getByText('1 running, 0 waiting').first()).toBeVisible()
  })

  it('never makes the window itself scroll', async () => {
    await film.open(1024, 500)
    await expect.element(button('Try this server')).toBeVisible()
    expect(document.documentElement.scrollHeight).toBe(innerHeight)
  })
})

const GB = 1_000_000_000
const locked: Failure = { code: 'comfy/login', message: 'It asks for a login.', retry: 'manual' }

const capabilities: Capabilities = {
  state: 'ready',
  version: '0.28.2',
  classes: new Set(Array.from({ length: 900 }, (_, index) => `CustomNode${String(index).padStart(3, '0')}`)),
  models: new Map([
    ['loras', Array.from({ length: 2000 }, (_, index) => `style-${String(index).padStart(4, '0')}.safetensors`)],
    ['vae', ['ae.safetensors']],
  ]),
  checkedAt: 0,
}

const report: DoctorReport = {
  code: 'doctor/healthy',
  message: 'It answers.',
  serverId: 'gpu-1',
  url: 'http://gpu-1:8188',
  verdict: 'healthy',
  ok: true,
  version: '0.28.2',
  devices: [
    { name: 'NVIDIA GeForce RTX 4090', vramTotal: 24 * GB, vramFree: 6 * GB },
    { name: 'NVIDIA GeForce RTX 4090', vramTotal: 24 * GB, vramFree: 24 * GB },
  ],
  checkedAt: 0,
  observation: { reached: true },
}

const sick: Partial<DoctorReport> = {
  ok: false,
  verdict: 'origin-refused',
  message: 'ComfyUI refuses this page.',
  fix: 'Start it with this line.',
  command: 'python main.py --enable-cors-header',
  commands: {
    linux: 'python main.py --enable-cors-header',
    macos: 'python main.py --enable-cors-header',
    windows: '.\\python_embeded\\python.exe main.py --enable-cors-header',
  },
  open: 'http://gpu-1:8188/',
}

function show(change: Partial<ServerState> = {}, row: Partial<ServerState['server']> = {}) {
  const base = aServer('gpu-1', 'ok')
  film.studio.servers.set([{ ...base, report, capabilities, ...change, server: { ...base.server, ...row } }])
}

const choose = async (entry: string) => {
  await button('More for gpu-1').click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}
const changes = () => film.called('updateServer')

describe('the card of a server', () => {
  it('shows each graphics card with its memory, and the jobs of others that run and wait', async () => {
    show({ foreign: 3, queue: { running: 1, waiting: 2, foreign: { running: 1, waiting: 2 } } })
    await expect.element(page.getByText('18 GB of 24 GB in use')).toBeVisible()
    await expect.element(page.getByText('0 bytes of 24 GB in use')).toBeVisible()
    expect(page.getByRole('meter', { name: 'Graphics memory of gpu-1' }).elements()).toHaveLength(2)
    await expect.element(page.getByText('1 running, 2 waiting')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  it('counts what was made there, and says when that cannot be read', async () => {
    show()
    await expect.element(page.getByText('nothing made here yet')).toBeVisible()
    const times = { createdAt: 0, startedAt: 2000, endedAt: 12_000, serverId: 'gpu-1', engine: 'comfyui' }
    const jobs = [
      aJob({ id: 'a', nodeId: 's0', state: 'done', ...times }),
      aJob({ id: 'b', nodeId: 's1', state: 'failed', ...times }),
    ]
    const run = { id: 'run-1', storyboardId: 'b', title: 'All', number: 1, createdAt: 0, endedAt: 12_000 }
    film.studio.answers.pastRuns = () => ({ runs: [{ run, jobs }] })
    film.studio.runs.set([run])
    await expect.element(page.getByText('1 made, 1 failed')).toBeVisible()
    await expect.element(page.getByText('360 an hour')).toBeVisible()
    film.studio.answers.pastRuns = () => Promise.reject(new Error('disk'))
    film.studio.runs.set([])
    await expect.element(page.getByText('past jobs could not be read')).toBeVisible()
  })

  it('pauses, drains, switches off and takes jobs again from its menu', async () => {
    show()
    await choose('Pause')
    await choose('Finish ours, then switch off')
    await choose('Switch off')
    expect(changes()).toEqual([
      ['gpu-1', { intake: 'paused' }],
      ['gpu-1', { intake: 'draining' }],
      ['gpu-1', { enabled: false }],
    ])
    show({}, { intake: 'paused' })
    await expect.element(page.getByText(/^Paused: what is there/)).toBeVisible()
    await choose('Take jobs again')
    show({}, { enabled: false })
    await button('Use this server').click()
    expect(changes().slice(3)).toEqual([
      ['gpu-1', { intake: 'open' }],
      ['gpu-1', { enabled: true }],
    ])
  })

  it('is removed only after a question, which Escape answers with no', async () => {
    show()
    await choose('Remove…')
    await expect.element(page.getByRole('alertdialog', { name: 'Remove gpu-1?' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(film.called('removeServer')).toEqual([])
    await choose('Remove…')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    expect(film.called('removeServer')).toEqual([['gpu-1']])
  })

  it('takes a weight beside the number of jobs', async () => {
    show({}, { weight: 2 })
    const weight = page.getByRole('textbox', { name: 'Weight' })
    await expect.element(weight).toHaveValue('2')
    await weight.fill('4')
    await userEvent.keyboard('{Tab}')
    await expect.poll(changes).toEqual([['gpu-1', { weight: 4 }]])
  })

  it('says why nothing is sent, and what would change it', async () => {
    show({ hold: { failure: locked, since: 0 }, breaker: { state: 'open', inRow: 4, recent: '0000' } })
    await expect.element(page.getByText(/^It asks for a login\. Since .+ nothing is sent/)).toBeVisible()
    await button('Check again').click()
    expect(film.called('checkServer')).toEqual([['gpu-1']])
    await expect.element(page.getByText(/^4 calls in a row failed/)).toBeVisible()
    await button('Reset').click()
    expect(film.called('resetServer')).toEqual([['gpu-1']])
    expect(await violations()).toEqual([])
  })

  it('draws of its files only those in view, and finds one of thousands', async () => {
    show()
    await page.getByRole('tab', { name: /Model files/ }).click()
    const list = page.getByRole('group', { name: 'Model files' })
    await expect.element(list.getByText('style-0000.safetensors')).toBeVisible()
    expect(list.element().querySelectorAll('li').length).toBeLessThan(60)
    await page.getByRole('searchbox', { name: 'Search 2001 files' }).fill('lora 1999')
    await expect.element(list.getByText('style-1999.safetensors')).toBeVisible()
    expect(list.element().querySelectorAll('li')).toHaveLength(2)
    await page.getByRole('tab', { name: /^Nodes/ }).click()
    await page.getByRole('searchbox', { name: 'Search 900 nodes' }).fill('node899')
    await expect.element(page.getByText('CustomNode899')).toBeVisible()
    await page.getByRole('searchbox').fill('no such thing')
    await expect.element(page.getByText('Nothing here is called that.')).toBeVisible()
    expect(await violations()).toEqual([])
  })

  it('gives the doctor’s line in the words of each system, and the address to open', async () => {
    show({ health: 'down', report: { ...report, ...sick } })
    await expect.element(page.getByText('python main.py --enable-cors-header')).toBeVisible()
    await page.getByRole('radio', { name: 'Windows' }).click()
    await expect.element(page.getByText('.\\python_embeded\\python.exe main.py --enable-cors-header')).toBeVisible()
    await expect
      .element(page.getByRole('link', { name: 'Open http://gpu-1:8188/' }))
      .toHaveAttribute('rel', 'noreferrer')
    expect(await violations()).toEqual([])
  })
})

describe('the login of a server', () => {
  const secret = 'Bearer of-a-secret'
  const name = () => page.getByRole('dialog').getByRole('textbox', { name: 'Header' })
  const value = () => page.getByRole('dialog').getByLabelText('Value', { exact: true })

  it('is kept beside the other headers, and its value is shown no more', async () => {
    show({}, { headers: { 'x-key': 'old-secret' } })
    await choose('Login headers…')
    await expect.element(page.getByRole('dialog', { name: 'Login of gpu-1' }).getByText('x-key')).toBeVisible()
    await name().fill('Authorization')
    await value().fill(secret)
    await userEvent.keyboard('{Enter}')
    await expect.element(value()).toHaveValue('')
    expect(changes()).toEqual([['gpu-1', { headers: { 'x-key': 'old-secret', Authorization: secret } }]])
    expect(film.called('checkServer')).toEqual([['gpu-1']])
    expect(new XMLSerializer().serializeToString(document.body)).not.toMatch(/of-a-secret|old-secret/)
    expect(await violations()).toEqual([])
  })

  it('is taken away by name', async () => {
    show({}, { headers: { 'x-key': '1', authorization: '2' } })
    await choose('Login headers…')
    await button('Remove authorization').click()
    expect(changes()).toEqual([['gpu-1', { headers: { 'x-key': '1' } }]])
  })

  it('that cannot be sent is refused beside the field; what the server says is shown and nothing typed is lost', async () => {
    show()
    await choose('Login headers…')
    await name().fill('two words')
    await value().fill(secret)
    await userEvent.keyboard('{Enter}')
    await expect.element(name()).toHaveAttribute('aria-invalid', 'true')
    expect(changes()).toEqual([])
    film.studio.answers.updateServer = () => Promise.reject(new Error('The forwarder is away'))
    await name().fill('authorization')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible()
    await expect.element(value()).toHaveValue(secret)
  })
})

describe('the screen', () => {
  it('is whole at usual sizes, in the dark and in the light', async () => {
    const bad = aServer('render-box.local:8188', 'down')
    const held = {
      hold: { failure: locked, since: 0 },
      breaker: { state: 'half-open' as const, inRow: 0, recent: '0' },
    }
    const many = { ...aServer('gpu-1', 'ok'), report, capabilities, ...held }
    const off = aServer('old', 'unknown')
    film.studio.servers.set([
      { ...many, queue: { running: 1, waiting: 2, foreign: { running: 1, waiting: 2 } } },
      { ...bad, report: { ...report, ...sick } },
      { ...off, server: { ...off.server, enabled: false } },
    ])
    for (const [theme, width, height] of [
      ['dark', 1440, 900],
      ['light', 1024, 768],
    ] as const) {
      setPreferences({ ...zPreferences.parse({}), theme })
      await film.open(width, height)
      await expect.element(page.getByRole('heading', { name: 'old' })).toBeInTheDocument()
      expect(document.documentElement.scrollWidth).toBe(width)
      await page.screenshot({ path: `${SCREENS}/servers-${theme}-${width}.png` })
      expect(await violations()).toEqual([])
    }
  })
})
