import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import {
  aServer,
  button,
  createWindowPage,
  SCREENS,
  violations,
  type WindowPage,
} from '../../../tests/app/mount-window.tsx'
import { aJob } from '../../../tests/app/window-studio.ts'
import { showScreen } from '../state/session.ts'

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
