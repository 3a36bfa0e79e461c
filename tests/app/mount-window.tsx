import './look.ts'
import axe from 'axe-core'
import { createRoot, type Root } from 'react-dom/client'
import { expect } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { App, createAppI18n } from '../../src/app/browser.tsx'
import { setPreferences, zPreferences } from '../../src/app/settings/preferences.browser.ts'
import { closeDialog } from '../../src/app/state/dialogs.ts'
import { createSession, session } from '../../src/app/state/session.ts'
import type { Assessment } from '../../src/jobs/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import type { ServerState } from '../../src/scheduler/index.ts'
import { filmBoard } from './boards.ts'
import { createWindowStudio, type WindowStudio } from './window-studio.ts'

/** Where pictures of the window go, seen from the tests of the window. */
export const SCREENS = '../../../.cache/screens'

/** The window of a storyboard with two scenes, fresh for each test. */
export type WindowPage = {
  readonly studio: WindowStudio
  /** Shows the window on the page at a size. */
  open(width?: number, height?: number): Promise<void>
  /** Shows it without waiting for anything. */
  show(): void
  /** Values of every call of that name. */
  called(name: string): unknown[][]
  /** What is known of every node that makes something; the answer is their ids. */
  assess(knowledge: Assessment['knowledge'], more?: Partial<Assessment>): string[]
  /** Takes it off the page; fails when a text was missing. */
  close(): void
}

/** Makes the window's studio and forgets what earlier tests left behind. */
export function createWindowPage(options: { ready?: boolean } = {}): WindowPage {
  localStorage.clear()
  setPreferences(zPreferences.parse({}))
  history.replaceState(null, '', '#/canvas')
  session.setState(createSession().getState(), true)
  closeDialog()
  const missing: string[] = []
  const i18n = createAppI18n({ onMissing: (key) => missing.push(key) })
  const studio = createWindowStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog, options)
  const place = document.createElement('div')
  document.body.append(place)
  const root: Root = createRoot(place)
  const show = () => root.render(<App studio={studio as never} i18n={i18n} />)
  return {
    studio,
    show,
    async open(width = 1440, height = 900) {
      await resize(width, height)
      show()
      await expect.element(page.getByRole('banner')).toBeVisible()
      await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()
    },
    called: (name) => studio.calls.filter(([one]) => one === name).map(([, ...values]) => values),
    assess(knowledge, more = {}) {
      const makers = [...studio.document.get().evaluation.nodes.values()].filter(({ spec }) => spec)
      const ids = makers.map(({ nodeId }) => nodeId)
      studio.setAssessments(new Map(ids.map((nodeId) => [nodeId, { nodeId, knowledge, ...more }])))
      return ids
    },
    close() {
      root.unmount()
      place.remove()
      expect(missing).toEqual([])
    },
  }
}

/** The window around the tests' frame grows with it, so that pictures are not scaled down. */
async function resize(width: number, height: number) {
  const protocol = cdp() as unknown as { send(method: string, options: object): Promise<unknown> }
  await protocol.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await page.viewport(width, height)
}

/** What axe finds wrong, as short lines, once everything that moves has come to rest. */
export async function violations(): Promise<string[]> {
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

/** A button by its name. */
export const button = (name: string | RegExp) => page.getByRole('button', { name })

/** A server with only what the window shows. */
export function aServer(name: string, health: ServerState['health']): ServerState {
  const server = { id: name, name, url: `http://${name}:8188`, concurrency: 1, enabled: true, addedAt: 0 }
  return { server, health, running: 0, waiting: 0 }
}
