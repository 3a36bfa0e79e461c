import axe from 'axe-core'
import { type ReactNode, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import './reset.css'
import './tokens.css'
import { announce, Button, createI18n, type I18n, I18nProvider, mountAnnouncer, uiMessages } from './browser.tsx'
import { Combobox, type RichOption, Select } from './fields/browser.tsx'
import { Gallery } from './gallery.tsx'
import {
  ConfirmDialog,
  ContextMenu,
  createToastQueue,
  Dialog,
  Menu,
  type MenuEntry,
  PointMenu,
  Popover,
  Toasts,
  Tooltip,
} from './overlays/browser.tsx'

const SCREENS = '../../.cache/screens'
let root: Root
let place: HTMLElement

beforeEach(() => {
  document.documentElement.lang = 'en'
  document.title = 'Gallery'
  place = document.createElement('div')
  document.body.append(place)
  root = createRoot(place)
})

afterEach(() => {
  root.unmount()
  place.remove()
  document.documentElement.dataset.theme = 'dark'
  document.documentElement.dir = 'ltr'
})

function show(node: ReactNode) {
  root.render(node)
}

/**
 * What axe finds wrong, as short lines. Left out: guards that pass the focus on at once, and lists and menus
 * that lie outside the landmarks because they belong to the control that opened them.
 */
async function violations(): Promise<string[]> {
  const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.all(ending.map((one) => one.finished))
  const { violations: found } = await axe.run(
    { include: [['body']], exclude: [['[data-base-ui-focus-guard]']] },
    {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: document.querySelector('[data-base-ui-portal]') === null } },
    },
  )
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

function Asking({ onConfirm }: { readonly onConfirm?: () => void }) {
  const [open, setOpen] = useState(false)
  return (
    <main>
      <h1>Page</h1>
      <Button onClick={() => setOpen(true)}>Open</Button>
      {onConfirm ? (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title="Delete The Lighthouse Keeper?"
          confirm="Delete"
          tone="danger"
          onConfirm={onConfirm}
        >
          Its 12 shots go to the trash. Takes stay in the library.
        </ConfirmDialog>
      ) : (
        <Dialog
          open={open}
          onOpenChange={setOpen}
          title="Connect a server"
          description="Paste the address of a ComfyUI."
          footer={<Button variant="primary">Connect</Button>}
        >
          <Select label="Kind" value="a" options={[{ value: 'a', label: 'A' }]} onChange={() => {}} />
        </Dialog>
      )}
    </main>
  )
}

function AtPoint({ entries }: { readonly entries: readonly MenuEntry[] }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>({ x: 200, y: 120 })
  return <PointMenu at={at} onClose={() => setAt(null)} label="Node" entries={entries} />
}

type ChoosingProps = { readonly options: readonly RichOption[]; readonly onChosen: (value: string) => void }

function Choosing({ options, onChosen }: ChoosingProps) {
  const [value, setValue] = useState<string | null>('m3')
  const choose = (next: string) => {
    onChosen(next)
    setValue(next)
  }
  return (
    <main>
      <h1>Page</h1>
      <Combobox label="Model" value={value} options={options} onChange={choose} />
    </main>
  )
}

/** The window around the tests' frame grows with it, so that pictures are not scaled down. */
async function resize(width: number, height: number) {
  const session = cdp() as unknown as { send(method: string, options: object): Promise<unknown> }
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await page.viewport(width, height)
}

describe('every primitive in its states', () => {
  it.each(['dark', 'light', 'contrast'])('has nothing for axe to find in the %s theme', async (theme) => {
    await resize(1440, 1800)
    document.documentElement.dataset.theme = theme
    show(<Gallery />)
    await expect.element(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/ui-${theme}.png` })
    expect(await violations()).toEqual([])
  })

  it('survives right-to-left and texts that are 40 % longer', async () => {
    await resize(1440, 1800)
    const i18n = createI18n({ messages: { ui: uiMessages } }) as unknown as I18n
    await i18n.setLanguage('qps')
    document.documentElement.dir = 'rtl'
    show(
      <I18nProvider i18n={i18n}>
        <Gallery />
      </I18nProvider>,
    )
    await expect
      .element(page.getByText('[Ñévéř ɱáđé', { exact: false }).or(page.getByText(/^\[Ñ/)).first())
      .toBeVisible()
    await page.screenshot({ path: `${SCREENS}/ui-rtl-pseudo.png` })
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(window.innerWidth)
    expect(await violations()).toEqual([])
  })

  it('keeps its outlines where the system chooses the colours', async () => {
    await resize(1440, 1800)
    const session = cdp() as unknown as { send(method: string, options: object): Promise<unknown> }
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] })
    show(<Gallery />)
    await expect.element(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
    const button = page.getByRole('button', { name: 'Import' }).element()
    const look = getComputedStyle(button)
    await page.screenshot({ path: `${SCREENS}/ui-forced.png` })
    await session.send('Emulation.setEmulatedMedia', { features: [] })
    expect(look.borderTopWidth).toBe('1px')
    expect(look.borderTopStyle).toBe('solid')
  })

  it('gives every control a target of at least 24 px', async () => {
    await resize(1440, 1800)
    show(<Gallery />)
    await expect.element(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
    const small = [...place.querySelectorAll('button, select, summary, input[type=range], label:has(> input)')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
    expect(
      small.map(({ element }) => `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}`),
    ).toEqual([])
  })
})

describe('dialogs', () => {
  it('keeps the focus inside and gives it back on Escape', async () => {
    show(<Asking />)
    const opener = page.getByRole('button', { name: 'Open' })
    await opener.click()
    const dialog = page.getByRole('dialog', { name: 'Connect a server' })
    await expect.element(page.getByRole('combobox', { name: 'Kind' })).toHaveFocus()
    for (let press = 0; press < 6; press += 1) {
      await userEvent.keyboard('{Tab}')
      expect(dialog.element().contains(document.activeElement)).toBe(true)
    }
    await page.screenshot({ path: `${SCREENS}/ui-dialog.png` })
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(opener).toHaveFocus()
  })

  it('starts on the safe answer before something is destroyed', async () => {
    const answers: string[] = []
    show(<Asking onConfirm={() => answers.push('deleted')} />)
    await page.getByRole('button', { name: 'Open' }).click()
    await expect.element(page.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    await page.screenshot({ path: `${SCREENS}/ui-confirm.png` })
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(answers).toEqual([])
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    expect(answers).toEqual(['deleted'])
  })
})

describe('menus', () => {
  const done: string[] = []
  const entries: readonly MenuEntry[] = [
    { label: 'Run this', icon: 'run', shortcut: 'mod+enter', run: () => done.push('run') },
    {
      label: 'Bypass',
      icon: 'bypass',
      disabled: true,
      reason: 'Its input and output are of different types.',
      run: () => {},
    },
    { type: 'separator' },
    { type: 'check', label: 'Collapsed', checked: true, change: (checked) => done.push(`collapsed ${checked}`) },
    {
      type: 'choice',
      label: 'Engine',
      value: 'animatic',
      options: [
        { value: 'animatic', label: 'Animatic' },
        { value: 'comfyui', label: 'ComfyUI' },
      ],
      change: (value) => done.push(value),
    },
    { type: 'submenu', label: 'Colour', icon: 'style', entries: [{ label: 'Teal', run: () => done.push('teal') }] },
    { type: 'separator' },
    { label: 'Delete', icon: 'trash', shortcut: 'delete', danger: true, run: () => done.push('delete') },
  ]

  beforeEach(() => {
    done.length = 0
  })

  it('is worked by keys alone: open, jump by letter, submenu, choose, close', async () => {
    show(<Menu trigger={<Button>More</Button>} entries={() => entries} />)
    const button = page.getByRole('button', { name: 'More' })
    await expect.element(button).toBeVisible()
    await userEvent.keyboard('{Tab}{Enter}')
    await expect.element(page.getByRole('menuitem', { name: 'Run this' })).toHaveFocus()
    await page.screenshot({ path: `${SCREENS}/ui-menu.png` })
    await userEvent.keyboard('c')
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
    await expect.element(button).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('menuitem', { name: 'Run this' })).toHaveFocus()
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    await expect.element(page.getByRole('menuitem', { name: 'Colour' })).toHaveFocus()
    await userEvent.keyboard('{ArrowRight}')
    await expect.element(page.getByRole('menuitem', { name: 'Teal' })).toHaveFocus()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('menu').first()).not.toBeInTheDocument()
    expect(done).toEqual(['teal'])
  })

  it('shows why a line cannot be chosen and does not run it', async () => {
    show(<Menu trigger={<Button>More</Button>} entries={entries} />)
    await page.getByRole('button', { name: 'More' }).click()
    await expect.element(page.getByText('Its input and output are of different types.')).toBeVisible()
    await page.getByRole('menuitemcheckbox', { name: 'Collapsed' }).click()
    await page.getByRole('menuitemradio', { name: 'ComfyUI' }).click()
    expect(done).toEqual(['collapsed false', 'comfyui'])
  })

  it('opens under the right button', async () => {
    show(
      <ContextMenu entries={entries}>
        <p>Canvas</p>
      </ContextMenu>,
    )
    await page.getByText('Canvas').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    expect(done).toEqual(['delete'])
  })

  it('opens at a point and tells when it is closed', async () => {
    show(<AtPoint entries={entries} />)
    const menu = page.getByRole('menu', { name: 'Node' })
    await expect.element(menu).toBeVisible()
    const box = menu.element().getBoundingClientRect()
    expect([Math.round(box.x), Math.round(box.y)]).toEqual([200, 120])
    await expect.element(menu).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await expect.element(menu).not.toBeInTheDocument()
    expect(done).toEqual(['run'])
  })
})

describe('popover, tooltip, combobox', () => {
  it('a popover is named, closes with Escape and gives the focus back', async () => {
    show(
      <main>
        <h1>Page</h1>
        <Popover title="Columns" trigger={<Button>Columns</Button>}>
          <Select label="Kind" value="a" options={[{ value: 'a', label: 'A' }]} onChange={() => {}} />
        </Popover>
      </main>,
    )
    const button = page.getByRole('button', { name: 'Columns' })
    await button.click()
    await expect.element(page.getByRole('dialog', { name: 'Columns' })).toBeVisible()
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    await expect.element(button).toHaveFocus()
  })

  it('a tooltip comes with the focus', async () => {
    show(
      <Tooltip content="Runs what is out of date" shortcut="mod+enter">
        <Button>Run</Button>
      </Tooltip>,
    )
    await userEvent.keyboard('{Tab}')
    await expect.element(page.getByText('Runs what is out of date')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/ui-tooltip.png` })
  })

  it('a combobox finds by typing and says when nothing fits', async () => {
    const options = Array.from({ length: 1500 }, (_, index) => ({
      value: `m${index}`,
      label: `model-${index}.safetensors`,
      group: index % 2 ? 'Odd' : 'Even',
      detail: `${index % 20} GB`,
    }))
    const chosen: string[] = []
    show(<Choosing options={options} onChosen={(value) => chosen.push(value)} />)
    const input = page.getByRole('combobox', { name: 'Model' })
    await expect.element(input).toHaveValue('model-3.safetensors')
    await input.click()
    await expect.element(page.getByRole('listbox')).toBeVisible()
    expect(document.querySelectorAll('[role=option]').length).toBeLessThanOrEqual(200)
    await input.fill('1234')
    await expect.element(page.getByRole('option', { name: /model-1234/ })).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/ui-combobox.png` })
    expect(await violations()).toEqual([])
    await userEvent.keyboard('{Enter}')
    expect(chosen).toEqual(['m1234'])
    await expect.element(input).toHaveValue('model-1234.safetensors')
    await input.fill('nothing like it')
    await expect.element(page.getByText('Nothing fits “nothing like it”')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await userEvent.keyboard('{Tab}')
    expect(chosen).toEqual(['m1234'])
  })
})

describe('messages', () => {
  it('a failed toast stays until it is closed, and its action runs once', async () => {
    const queue = createToastQueue()
    const runs: string[] = []
    show(
      <main>
        <h1>Page</h1>
        <Toasts queue={queue} />
      </main>,
    )
    await expect.element(page.getByRole('heading')).toBeVisible()
    queue.show({ title: 'Saved', text: 'The Lighthouse Keeper', tone: 'done', stays: 0 })
    queue.show({
      id: 'lost',
      title: 'render-3 is gone',
      text: 'Its 4 jobs went to gpu-1.',
      tone: 'failed',
      action: { label: 'Look', run: () => runs.push('look') },
    })
    queue.show({
      id: 'lost',
      title: 'render-3 is gone again',
      tone: 'failed',
      action: { label: 'Look', run: () => runs.push('look') },
    })
    await expect.element(page.getByText('render-3 is gone again').first()).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/ui-toast.png` })
    expect(await violations()).toEqual([])
    await page.getByRole('button', { name: 'Look' }).click()
    await expect.element(page.getByRole('button', { name: 'Look' })).not.toBeInTheDocument()
    expect(runs).toEqual(['look'])
  })

  it('announces the same sentence twice and keeps only a few', () => {
    mountAnnouncer()
    for (let time = 0; time < 6; time += 1) announce('Undone')
    announce('The disk is full', 'assertive')
    const polite = document.querySelector('[aria-live=polite]#announcer-polite')
    expect([...(polite?.children ?? [])].map((line) => line.textContent)).toEqual([
      'Undone',
      'Undone',
      'Undone',
      'Undone',
    ])
    expect(document.getElementById('announcer-assertive')?.textContent).toBe('The disk is full')
  })
})
