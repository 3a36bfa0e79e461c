// Fetched before the tests, which otherwise would wait for the development server.
import '../../src/app/canvas/browser.tsx'
import '../../src/app/inspector/browser.tsx'
import '../../src/app/library/browser.tsx'
import '../../src/app/player/browser.tsx'
import '../../src/app/projects/browser.tsx'
import '../../src/app/queue/browser.tsx'
import '../../src/app/servers/browser.tsx'
import '../../src/app/settings/browser.tsx'
import '../../src/app/shots/browser.tsx'
import '../../src/app/messages/en/late.ts'
import '../../src/studio/sentences.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type Screen, select, session, showScreen } from '../../src/app/state/session.ts'
import type { Assessment } from '../../src/jobs/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { filmBoard } from './boards.ts'
import { createWindowPage, type WindowPage } from './mount-window.tsx'

let film: WindowPage
/** Whatever code of this folder or file reads of the studio throws, as a fault in it would. */
let broken: string | undefined

const READ = [
  'document',
  'assessments',
  'takes',
  'jobs',
  'runs',
  'recipes',
  'servers',
  'projects',
  'catalog',
  'timeline',
]
const FAULT = 'a fault of this test'

function faultIfBroken(): void {
  if (broken !== undefined && new Error().stack?.includes(broken)) throw new Error(FAULT)
}

const swallow = (event: ErrorEvent) => {
  // React tells the window of what a boundary has caught.
  if (event.message.includes(FAULT)) event.preventDefault()
}
const stackBefore = Error.stackTraceLimit

beforeEach(() => {
  Error.stackTraceLimit = 60
  window.addEventListener('error', swallow)
  film = createWindowPage()
  for (const name of READ) {
    const value = Reflect.get(film.studio, name)
    Object.defineProperty(film.studio, name, {
      configurable: true,
      get() {
        faultIfBroken()
        return value
      },
    })
  }
})

afterEach(() => {
  broken = undefined
  film.close()
  window.removeEventListener('error', swallow)
  Error.stackTraceLimit = stackBefore
})

const again = () => page.getByRole('button', { name: 'Try again' })
const FIRST = { timeout: 5000 }
const cards = () => document.querySelectorAll('.react-flow__node').length

/** The window around whatever broke: it is there and it works. */
async function expectTheRest(): Promise<void> {
  await expect.element(page.getByRole('banner')).toBeVisible()
  await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
}

async function mend(): Promise<void> {
  broken = undefined
  await again().click()
  await expect.element(again()).not.toBeInTheDocument()
}

describe('a part of the window that throws', () => {
  test.each<[Screen, string]>([
    ['shots', '/app/shots/'],
    ['queue', '/app/queue/'],
    ['servers', '/app/servers/'],
    ['library', '/app/library/'],
    ['settings', '/app/settings/'],
    ['projects', '/app/projects/'],
  ])('the screen %s breaks alone, and comes back when it is tried again', async (screen, folder) => {
    await film.open()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    broken = folder
    showScreen(screen)
    await expect.element(again()).toBeVisible()
    await expectTheRest()
    await mend()
    await expect.poll(() => document.getElementById('screen')?.textContent?.length).toBeGreaterThan(10)
    showScreen('canvas')
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
  })

  test('the inspector breaks alone', async () => {
    await film.open()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    broken = '/app/inspector/node/'
    select(['s0-key0'])
    await expect.element(again()).toBeVisible()
    await expectTheRest()
    expect(cards()).toBeGreaterThan(5)
    await mend()
    await expect.element(page.getByRole('tab', { name: 'JSON' })).toBeVisible()
  })

  test('the player breaks alone', async () => {
    broken = '/app/player/'
    await film.open()
    await expect.element(again()).toBeVisible()
    await expectTheRest()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    await mend()
  })
})

/** What is known of the nodes; asking for one of them throws in a file of the canvas. */
class Faulty extends Map<string, Assessment> {
  private readonly node: string
  private readonly file: string

  constructor(known: ReadonlyMap<string, Assessment>, node: string, file: string) {
    super(known)
    this.node = node
    this.file = file
  }

  override get(id: string): Assessment | undefined {
    if (id === this.node && broken !== undefined && new Error().stack?.includes(this.file)) throw new Error(FAULT)
    return super.get(id)
  }
}

describe('a piece of the canvas that throws', () => {
  const knowFaulty = (node: string, file: string) => {
    film.assess('stale')
    // Only this map is at fault: no stack holds these words.
    broken = 'the faulty map'
    film.studio.setAssessments(new Faulty(film.studio.assessments.get(), node, file))
  }

  test('one card breaks alone: its name stays, and the others are still edited', async () => {
    await film.open()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    const count = cards()
    knowFaulty('s0-film0', '/canvas/view/state-line.tsx')
    await expect.element(page.getByText('This card could not be drawn.')).toBeVisible()
    expect(cards()).toBe(count)
    expect(document.querySelectorAll('.react-flow__node [data-port]').length).toBeGreaterThan(10)
    select(['s1-film0'])
    ;(document.querySelector('.react-flow__node[data-id="s1-film0"]') as HTMLElement).focus()
    await userEvent.keyboard('m')
    expect(film.studio.document.get().board.nodes.get('s1-film0')?.mode).toBe('muted')
    await mend()
    await expect.element(page.getByText('This card could not be drawn.')).not.toBeInTheDocument()
  })

  test('wires break alone', async () => {
    await film.open()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    broken = '/canvas/view/wires.tsx'
    class FaultyEdges extends Set<string> {
      override [Symbol.iterator]() {
        faultIfBroken()
        return super[Symbol.iterator]()
      }
    }
    session.setState({ selectedEdges: new FaultyEdges() })
    await expect.element(page.getByText('The wires could not be drawn.')).toBeVisible()
    expect(cards()).toBeGreaterThan(5)
    await expectTheRest()
    await mend()
    await expect.poll(() => document.querySelectorAll('.react-flow__viewport path').length).toBeGreaterThan(2)
  })

  test('the minimap breaks alone', async () => {
    await film.open()
    await expect.poll(cards, FIRST).toBeGreaterThan(5)
    knowFaulty('s0-key0', '/canvas/view/minimap.tsx')
    await expect.element(page.getByText('The map could not be drawn.')).toBeVisible()
    expect(cards()).toBeGreaterThan(5)
    await mend()
    await expect.element(page.getByRole('img', { name: 'Map of the canvas', exact: false })).toBeVisible()
  })

  test('the overview breaks alone', async () => {
    const many = filmBoard(catalog, { scenes: 18, shots: 6, columns: 6 })
    film.studio.edit([{ type: 'removeNodes', ids: [...film.studio.document.get().board.nodes.keys()] }])
    film.studio.edit(
      [...many.nodes].map(([id, node]) => ({ type: 'addNode', kind: node.kind, id, position: node.position }) as const),
    )
    await film.open()
    await expect.element(page.getByRole('img', { name: 'The storyboard from afar', exact: false })).toBeVisible()
    knowFaulty('s0-key0', '/canvas/view/overview.tsx')
    await expect.element(page.getByText('The storyboard from afar could not be drawn.')).toBeVisible()
    await expectTheRest()
    await expect.element(page.getByRole('img', { name: 'Map of the canvas', exact: false })).toBeVisible()
    await mend()
    await expect.element(page.getByRole('img', { name: 'The storyboard from afar', exact: false })).toBeVisible()
  })
})
