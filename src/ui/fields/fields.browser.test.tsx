import { type ReactNode, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import '../reset.css'
import '../tokens.css'
import { type PanelStorage, SplitPane, Tabs, usePanelSize } from '../browser.tsx'
import { FileButton, NumberField, Slider, TextArea, TextField } from './browser.tsx'

let root: Root
let place: HTMLElement
let heard: unknown[]

beforeEach(async () => {
  await page.viewport(1200, 600)
  heard = []
  place = document.createElement('div')
  document.body.append(place)
  root = createRoot(place)
})

afterEach(() => {
  root.unmount()
  place.remove()
})

const hear = (value: unknown) => heard.push(value)
const show = (node: ReactNode) => root.render(node)

function Name({ start }: { readonly start: string }) {
  const [value, setValue] = useState(start)
  return (
    <>
      <TextField
        label="Name"
        value={value}
        onCommit={(text) => {
          hear(text)
          setValue(text)
        }}
      />
      <button type="button" onClick={() => setValue('From another tab')}>
        Elsewhere
      </button>
    </>
  )
}

function Frames({ start }: { readonly start: number | null }) {
  const [value, setValue] = useState(start)
  return (
    <NumberField
      label="Frames"
      layout="row"
      value={value}
      min={1}
      max={241}
      step={4}
      onCommit={(next) => {
        hear(next)
        setValue(next)
      }}
    />
  )
}

describe('text', () => {
  it('commits a sentence once, on Enter, and not again when it is left', async () => {
    show(<Name start="Old" />)
    const field = page.getByRole('textbox', { name: 'Name' })
    await field.fill('New name')
    expect(heard).toEqual([])
    await userEvent.keyboard('{Enter}{Tab}')
    expect(heard).toEqual(['New name'])
  })

  it('commits when it is left, and nothing when nothing changed', async () => {
    show(<Name start="Old" />)
    const field = page.getByRole('textbox', { name: 'Name' })
    await field.click()
    await userEvent.keyboard('{Tab}')
    expect(heard).toEqual([])
    await field.fill('Other')
    await userEvent.keyboard('{Tab}')
    expect(heard).toEqual(['Other'])
  })

  it('takes back what was typed on Escape, and only the second Escape goes further', async () => {
    const escapes: string[] = []
    show(
      // biome-ignore lint/a11y/noStaticElementInteractions: stands for a dialog around the field
      <div onKeyDown={(event) => event.key === 'Escape' && escapes.push('out')}>
        <Name start="Old" />
      </div>,
    )
    const field = page.getByRole('textbox', { name: 'Name' })
    await field.fill('Mistake')
    await userEvent.keyboard('{Escape}')
    await expect.element(field).toHaveValue('Old')
    expect(escapes).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(escapes).toEqual(['out'])
    expect(heard).toEqual([])
  })

  it('shows a value that changed outside', async () => {
    show(<Name start="Old" />)
    await page.getByRole('button', { name: 'Elsewhere' }).click()
    await expect.element(page.getByRole('textbox', { name: 'Name' })).toHaveValue('From another tab')
  })

  it('grows with its lines and commits on Ctrl+Enter', async () => {
    show(<TextArea label="Action" value="" rows={2} onCommit={hear} />)
    const area = page.getByRole('textbox', { name: 'Action' })
    await expect.element(area).toBeVisible()
    const before = area.element().clientHeight
    await area.fill('one\ntwo\nthree\nfour\nfive\nsix')
    expect(area.element().clientHeight).toBeGreaterThan(before)
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    expect(heard).toEqual(['one\ntwo\nthree\nfour\nfive\nsix'])
  })

  it('tells a screen reader what is wrong', async () => {
    show(<TextField label="Address" value="x" onChange={hear} error="This is not an address." />)
    const field = page.getByRole('textbox', { name: 'Address' })
    await expect.element(field).toHaveAccessibleDescription('This is not an address.')
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  })
})

describe('numbers', () => {
  it('commits what was typed once, within bounds', async () => {
    show(<Frames start={81} />)
    const field = page.getByRole('textbox', { name: 'Frames' })
    await field.fill('500')
    await userEvent.keyboard('{Enter}')
    await userEvent.keyboard('{Tab}')
    expect(heard).toEqual([241])
    await expect.element(field).toHaveValue('241')
  })

  it('steps with the arrow keys, one commit each', async () => {
    show(<Frames start={81} />)
    await page.getByRole('textbox', { name: 'Frames' }).click()
    await userEvent.keyboard('{ArrowUp}')
    await userEvent.keyboard('{ArrowUp}')
    await userEvent.keyboard('{ArrowDown}')
    expect(heard).toEqual([85, 89, 85])
  })

  it('is dragged by its label: one commit when the drag ends', async () => {
    show(<Frames start={81} />)
    const label = page.getByText('Frames')
    await expect.element(label).toBeVisible()
    await userEvent.dragAndDrop(label, place, { targetPosition: { x: 300, y: 10 } })
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]).toBeGreaterThan(81)
  })
})

describe('slider and files', () => {
  it('a slider hears every movement and commits where it stops', async () => {
    show(
      <Slider label="Weight" value={0.5} min={0} max={1} step={0.25} onCommit={hear} format={(v) => `${v * 100} %`} />,
    )
    const slider = page.getByRole('slider', { name: 'Weight' })
    await expect.element(slider).toBeVisible()
    await userEvent.keyboard('{Tab}{ArrowRight}')
    expect(heard).toEqual([0.75])
    await expect.element(slider).toHaveAttribute('aria-valuetext', '50 %')
  })

  it('the same file can be chosen twice', async () => {
    show(<FileButton onFiles={(files) => hear(files.map((file) => file.name))}>Open</FileButton>)
    await expect.element(page.getByRole('button', { name: 'Open' })).toBeVisible()
    const input = place.querySelector('input') as HTMLInputElement
    const file = new File(['{}'], 'film.storyboard.json')
    await userEvent.upload(input, file)
    await userEvent.upload(input, file)
    expect(heard).toEqual([['film.storyboard.json'], ['film.storyboard.json']])
  })
})

function memory(): PanelStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

function Split({ storage }: { readonly storage: PanelStorage }) {
  const panel = usePanelSize({ id: 'inspector', initial: 300, min: 200, max: 400, storage })
  return (
    <div style={{ inlineSize: 900, blockSize: 200 }}>
      <SplitPane panel={panel} side="end" label="Inspector" content={<p>Fields</p>}>
        <p>Canvas</p>
      </SplitPane>
    </div>
  )
}

describe('a split', () => {
  const handle = () => page.getByRole('separator', { name: 'Resize Inspector' })
  const width = () => place.querySelector('section')?.getBoundingClientRect().width

  it('is resized by keys within its bounds, folded by Enter, and remembers', async () => {
    const storage = memory()
    show(<Split storage={storage} />)
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '300')
    await userEvent.keyboard('{Tab}{ArrowLeft}')
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '316')
    await userEvent.keyboard('{End}')
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '400')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('Fields')).not.toBeVisible()
    root.unmount()
    root = createRoot(place)
    show(<Split storage={storage} />)
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '0')
    await handle().dblClick()
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '400')
  })

  it('follows the pointer and folds when it is pushed away', async () => {
    show(<Split storage={memory()} />)
    await expect.element(handle()).toBeVisible()
    await userEvent.dragAndDrop(handle(), place, { targetPosition: { x: 550, y: 50 } })
    await expect.poll(() => Math.round(width() ?? 0)).toBeGreaterThanOrEqual(345)
    await userEvent.dragAndDrop(handle(), place, { targetPosition: { x: 880, y: 50 } })
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '0')
  })

  it('starts fresh when what was remembered is nonsense or storage is forbidden', async () => {
    const broken = { getItem: () => '{"size":"wide"', setItem: () => {} }
    show(<Split storage={broken} />)
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '300')
    const forbidden = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    show(<Split key="forbidden" storage={{ getItem: forbidden, setItem: forbidden }} />)
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '300')
    await userEvent.keyboard('{Tab}{ArrowLeft}')
    await expect.element(handle()).toHaveAttribute('aria-valuenow', '316')
  })
})

function Rows() {
  const [tab, setTab] = useState('a')
  const tabs = ['a', 'b', 'c'].map((id) => ({ id, label: `Tab ${id}` }))
  return (
    <Tabs label="About" tabs={tabs} value={tab} onChange={setTab}>
      <p>Panel {tab}</p>
    </Tabs>
  )
}

it('tabs are one stop for Tab; arrows, Home and End choose', async () => {
  show(<Rows />)
  await expect.element(page.getByRole('tabpanel', { name: 'Tab a' })).toBeVisible()
  await userEvent.keyboard('{Tab}{ArrowLeft}')
  await expect.element(page.getByRole('tab', { name: 'Tab c' })).toHaveFocus()
  await expect.element(page.getByRole('tabpanel', { name: 'Tab c' })).toHaveTextContent('Panel c')
  await userEvent.keyboard('{Home}{ArrowRight}{Tab}')
  await expect.element(page.getByRole('tabpanel', { name: 'Tab b' })).toHaveFocus()
})

describe('a field that can only be read', () => {
  it('looks like one in every kind of field, and its text can still be chosen', async () => {
    show(
      <>
        <TextField label="One line" value="fixed" readOnly />
        <TextArea label="Lines" value="fixed" readOnly />
        <NumberField label="Number" value={3} readOnly />
        <TextField label="Free" value="free" />
      </>,
    )
    const box = (name: string) => page.getByRole('textbox', { name }).element().parentElement as HTMLElement
    await expect.element(page.getByRole('textbox', { name: 'Lines' })).toBeVisible()
    const free = getComputedStyle(box('Free'))
    for (const name of ['One line', 'Lines', 'Number']) {
      const look = getComputedStyle(box(name))
      expect(look.backgroundColor, name).not.toBe(free.backgroundColor)
      expect(look.borderColor, name).not.toBe(free.borderColor)
    }
    expect(getComputedStyle(page.getByRole('textbox', { name: 'Lines' }).element()).resize).toBe('none')
    const line = page.getByRole('textbox', { name: 'One line' }).element() as HTMLInputElement
    line.select()
    expect(line.value.slice(line.selectionStart ?? 0, line.selectionEnd ?? 0)).toBe('fixed')
  })
})
