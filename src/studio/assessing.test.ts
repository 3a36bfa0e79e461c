import { describe, expect, test } from 'vitest'
import { aNode, anInput, made, reworded, server } from '../../tests/contract/plan-nodes.ts'
import { assessNodes, type PlanNode } from '../jobs/index.ts'
import { createAssessing } from './assessing.ts'

/** Assesses anew what was assessed before, and compares with an assessment that remembers nothing. */
function assessTwice(first: readonly PlanNode[], second: readonly PlanNode[]) {
  const assess = createAssessing()
  const before = assess(anInput(first, () => server))
  const after = assess(anInput(second, () => server))
  expect(after).toEqual(assessNodes(anInput(second, () => server)))
  return { before, after }
}

describe('assessing again', () => {
  const [frame, other] = [made(aNode('frame')), made(aNode('other'))]
  const video = made(aNode('video', { upstream: ['frame'] }))

  test('answers the same map when no node is another one', () => {
    const { before, after } = assessTwice([frame, other, video], [frame, other, video])
    expect(after).toBe(before)
  })

  test('follows a change all the way down and leaves the others the objects they were', () => {
    const { before, after } = assessTwice([frame, other, video], [reworded(frame, 'rain'), other, video])
    expect(after.get('frame')?.knowledge).toBe('stale')
    expect(after.get('video')?.knowledge).toBe('stale')
    expect(after.get('other')).toBe(before.get('other'))
  })

  test('looks at what a changed node is made from', () => {
    const { before, after } = assessTwice([frame, video], [frame, reworded(video, 'rain')])
    expect(after.get('video')?.knowledge).toBe('stale')
    expect(after.get('frame')).toBe(before.get('frame'))
  })

  test('keeps an assessment that says the same of a node that was read again', () => {
    const { before, after } = assessTwice([frame, other], [{ ...frame }, other])
    expect(after).toBe(before)
  })

  test('knows nodes that came and forgets nodes that went', () => {
    expect([...assessTwice([frame], [frame, video]).after.keys()]).toEqual(['frame', 'video'])
    expect([...assessTwice([frame, video], [video]).after.keys()]).toEqual(['video'])
  })

  test('names an input from behind when only its reader has changed', () => {
    const circle = [aNode('a', { upstream: ['b'] }), aNode('b', { upstream: ['a'] })] as const
    assessTwice(circle, [{ ...circle[0], title: 'Another' }, circle[1]])
  })
})
