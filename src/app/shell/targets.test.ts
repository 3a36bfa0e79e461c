import { describe, expect, test } from 'vitest'
import { filmBoard } from '../../../tests/app/boards.ts'
import { createFakeStudio } from '../../../tests/app/fake-studio.ts'
import { aJob } from '../../../tests/app/window-studio.ts'
import type { Assessment } from '../../jobs/index.ts'
import { catalog } from '../../kinds/index.ts'
import { givesCut } from '../state/cut-nodes.ts'
import { filmFacts } from './film-facts.ts'
import { frameInView, fromTarget, openNodes, runState, selectedMakers } from './targets.ts'

const known = (...all: readonly Assessment[]) => new Map(all.map((one) => [one.nodeId, one]))
const blocked = [{ code: 'x', message: 'No server.', severity: 'error', at: {} }] as const

describe('what Run would do', () => {
  const assessments = known(
    { nodeId: 'a', knowledge: 'fresh', takeId: 't' },
    { nodeId: 'b', knowledge: 'stale', takeId: 't' },
    { nodeId: 'c', knowledge: 'never-made' },
    { nodeId: 'd', knowledge: 'never-made', blocked },
    { nodeId: 'e', knowledge: 'draft', takeId: 't' },
  )

  test('counts what is out of date and can run, and names the first reason of the rest', () => {
    expect(runState(assessments, new Set())).toEqual({
      stale: 2,
      never: 1,
      blocked: 1,
      reason: { code: 'x', message: 'No server.', severity: 'error', at: {} },
      makers: 5,
      queued: 0,
      first: false,
    })
  })

  test('leaves out what waits or runs already', () => {
    const open = openNodes(
      [aJob({ id: 'j', nodeId: 'b', state: 'waiting' }), aJob({ id: 'k', nodeId: 'c', state: 'done' })],
      'board-2-2',
    )
    expect(runState(assessments, open)).toMatchObject({ stale: 1, queued: 1 })
  })

  test('does not count jobs of other storyboards', () => {
    expect(openNodes([aJob({ id: 'j', nodeId: 'b', state: 'waiting' })], 'another').size).toBe(0)
  })

  test('knows a storyboard of which nothing was made yet', () => {
    expect(runState(known({ nodeId: 'a', knowledge: 'never-made' }), new Set()).first).toBe(true)
  })
})

describe('targets of a selection', () => {
  const studio = createFakeStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  const document = studio.document.get()
  const makers = [...document.evaluation.nodes.values()].filter(({ spec }) => spec).map(({ nodeId }) => nodeId)
  const assessments = known(...makers.map((nodeId) => ({ nodeId, knowledge: 'never-made' as const })))
  const scene = [...document.board.nodes].find(([, node]) => node.kind === 'scene')?.[0] ?? ''

  test('from a scene on is everything made of it, although the scene itself makes nothing', () => {
    const target = fromTarget([scene], document, assessments)
    expect(selectedMakers([scene], assessments)).toEqual([])
    expect(target).toEqual({ nodes: expect.any(Array) })
    const { nodes } = target as { nodes: string[] }
    expect(nodes.length).toBe(4)
    expect(nodes.every((id) => makers.includes(id))).toBe(true)
  })

  test('from a node that leads nowhere is nothing', () => {
    expect(fromTarget(['cut'], document, assessments)).toBeUndefined()
  })

  test('a frame is meant when it is selected, or holds everything that is', () => {
    const [frameId = '', frame] = [...document.board.frames][0] ?? []
    const inside = [...document.board.nodes].filter(([, node]) => node.frame === frameId).map(([id]) => id)
    expect(frameInView(frameId, [], document)).toEqual({ id: frameId, title: frame?.title })
    expect(frameInView(undefined, inside, document)?.id).toBe(frameId)
    expect(frameInView(undefined, [...inside, 'cut'], document)).toBeUndefined()
    expect(frameInView(undefined, [], document)).toBeUndefined()
  })

  test('a film is found from its cut, and says what of it is out of date', () => {
    expect(givesCut('cut', document)).toBe(true)
    const clip = (nodeId: string, state: 'missing' | 'take') => ({
      item: 'clip' as const,
      id: nodeId,
      nodeId,
      name: nodeId,
      makes: 'video' as const,
      source: { from: 'take' as const, nodeId },
      media:
        state === 'missing'
          ? { state: 'missing' as const, reason: '' }
          : { state: 'take' as const, assetId: 'x', mime: 'video/mp4', draft: true },
      in: 0,
      length: 24,
      labels: {},
    })
    const timeline = {
      name: 'film',
      rate: { num: 24, den: 1 },
      size: { width: 1280, height: 720 },
      startFrame: 0,
      tracks: [
        {
          kind: 'video' as const,
          name: 'V1',
          items: [clip(makers[0] ?? '', 'missing'), clip(makers[1] ?? '', 'take')],
        },
      ],
      length: 48,
    }
    const facts = filmFacts('cut', document, timeline, assessments)
    expect(facts.missing.map(({ nodeId }) => nodeId)).toEqual([makers[0]])
    expect(facts.drafts).toBe(1)
    expect(facts.stale).toEqual([makers[0], makers[1]])
    expect(filmFacts(scene, document, timeline, assessments).cutId).toBeUndefined()
  })
})
