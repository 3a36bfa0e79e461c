import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { setPreferences, zPreferences } from '../../src/app/settings/preferences.browser.ts'
import { showDialog } from '../../src/app/state/dialogs.ts'
import { select, session, showScreen } from '../../src/app/state/session.ts'
import { diagnose } from '../../src/engines/index.ts'
import { reasonSentences } from '../../src/jobs/index.ts'
import { wordFact } from '../../src/kernel/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { schedulerFailures } from '../../src/scheduler/index.ts'
import { filmBoard } from './boards.ts'
import { createFakeStudio } from './fake-studio.ts'
import { mountCanvas } from './mount-canvas.tsx'
import { aServer, createWindowPage } from './mount-window.tsx'
import { aJob } from './window-studio.ts'

/** The parts of the window are fetched first. */
const SOON = { timeout: 20_000 }

/** Everything that is written on the page, titles too. */
function written(): string {
  const titles = [...document.querySelectorAll('[title]')].map((one) => one.getAttribute('title'))
  return [document.body.textContent, ...titles].join('\n')
}

/** Waits for a text in the brackets of the pseudo-language; the English one must not be there. */
async function saysPseudo(fact: RegExp | string, english: string): Promise<void> {
  const holds = typeof fact === 'string' ? fact.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : fact.source
  await expect.poll(() => written(), SOON).toMatch(new RegExp(`\\[[^\\]]*${holds}`))
  expect(written()).not.toContain(english)
}

const failure = schedulerFailures.make('scheduler/known-address', { facts: { name: 'gpu-7' } })
const why = reasonSentences.say('jobs/upstream', { title: 'Quay-9' })

test('the canvas: a failed job, a stale reason, a word of progress, a line of a card', async () => {
  await page.viewport(1440, 900)
  const studio = createFakeStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  const makers = [...studio.document.get().evaluation.nodes.values()].filter(({ spec }) => spec)
  const assessed = makers.map(
    ({ nodeId }) => [nodeId, { nodeId, knowledge: 'stale', reason: 'upstream', why }] as const,
  )
  studio.setAssessments(new Map(assessed))
  const storyboardId = studio.document.get().board.id
  studio.setJobs([
    aJob({ id: 'a', storyboardId, nodeId: 's0-key0', state: 'failed', failure, endedAt: Date.now() }),
    aJob({ id: 'b', storyboardId, nodeId: 's0-key1', state: 'running' }),
  ])
  studio.progress.set('s0-key1', { jobId: 'b', value: 3, max: 9, label: 'frames' })
  const canvas = mountCanvas(studio, { language: 'qps' })
  await saysPseudo('gpu-7', failure.message)
  await saysPseudo('Quay-9', why.message)
  // A step of the engine, then what it calls it.
  await expect.poll(() => written(), SOON).toMatch(/\[[^\]]*3[^\]]*9[^\]]*\] · \[/)
  expect(written()).not.toContain('· frames')
  // The length of the cut stands on the card of its node.
  await expect.poll(() => written(), SOON).toMatch(/\[\d+ [^\]]*12[^\]]*\]/)
  canvas.unmount()
})

test('the plan and the servers', async () => {
  const film = createWindowPage()
  setPreferences(zPreferences.parse({ language: 'qps' }))
  const [first = ''] = film.assess('stale')
  film.studio.setPlan({
    jobs: [
      {
        ...{ nodeId: first, kind: 'keyframe', title: 'One', engine: 'animatic', reason: 'changed', servers: [] },
        ...{ because: 'Changed: prompt.', draft: true, reads: 'panel', after: [] },
        why: reasonSentences.say('jobs/changed', { names: [wordFact('values', 'prompt')] }),
      },
    ],
    fresh: [],
    blocked: [{ nodeId: first, issues: [{ ...failure, severity: 'error', at: {} }] }],
  })
  const seen = { reached: false, error: 'ECONNREFUSED' }
  const context = { serverId: 'gpu-1', name: 'gpu-1', url: 'http://gpu-1:8188', forwarded: true, checkedAt: 0 }
  film.studio.servers.set([{ ...aServer('gpu-1', 'down'), report: diagnose(seen, context) }])
  film.show()
  showDialog({ dialog: 'plan', target: 'stale' })
  await expect.poll(() => document.querySelector('[role="dialog"] table'), SOON).toBeTruthy()
  await saysPseudo('gpu-7', failure.message)
  expect(written()).not.toContain('Changed: prompt')
  await userEvent.keyboard('{Escape}')
  showScreen('servers')
  await saysPseudo('http://gpu-1:8188', 'Nothing answers at')
  expect(written()).not.toContain('Start ComfyUI there')
  film.close()
})

test('the inspector: why a node cannot run, and the button that mends it', async () => {
  const film = createWindowPage()
  setPreferences(zPreferences.parse({ language: 'qps' }))
  const blocked = [{ ...failure, severity: 'error' as const, at: {}, fix: { ...why, action: 'go.servers' } }]
  const [first = ''] = film.assess('stale', { blocked })
  await page.viewport(1440, 900)
  film.show()
  await expect.poll(() => document.querySelector('aside, main'), SOON).toBeTruthy()
  select([first])
  await saysPseudo('gpu-7', failure.message)
  await saysPseudo('Quay-9', why.message)
  await page.getByRole('button', { name: /Quay-9/ }).click()
  expect(session.getState().screen).toBe('servers')
  film.close()
})
