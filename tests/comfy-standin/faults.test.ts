import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Ear, getJson, pictureGraph, post, samplerGraph } from './driver.ts'
import { type Standin, startStandin } from './index.ts'
import { isObject } from './python-json.ts'

let standin: Standin
let ear: Ear
const client = 'tab-1'

beforeEach(async () => {
  standin = await startStandin({ speed: { stepMs: 2 } })
  ear = new Ear(standin, client)
  await ear.hears(({ type }) => type === 'status')
})

afterEach(async () => {
  ear.close()
  expect(standin.mishaps).toEqual([])
  await standin.close()
})

const run = (graph = pictureGraph()) => post(standin, graph, { client_id: client })

describe('faults of the transport', () => {
  test('a lost response hides an accepted prompt, once', async () => {
    standin.faults.loseResponses(1)
    await expect(run()).rejects.toThrow()
    const [lost] = standin.submissions()
    await ear.end(lost?.promptId ?? '')
    expect(standin.runsOf(lost?.promptId ?? '')).toBe(1)
    expect((await run(pictureGraph(7))).response.status).toBe(200)
  })

  test('a dropped request never arrives at the queue', async () => {
    standin.faults.dropRequests(1, { method: 'POST', path: '/prompt' })
    await expect(run()).rejects.toThrow()
    expect(standin.submissions()).toEqual([])
  })

  test('a refused connection ends as soon as it is made', async () => {
    standin.faults.refuseConnections()
    await expect(fetch(`${standin.url}/queue`)).rejects.toThrow()
    standin.faults.refuseConnections(false)
    expect((await fetch(`${standin.url}/queue`)).status).toBe(200)
  })

  test('pages, proxy errors and 403 come instead of answers', async () => {
    standin.faults.answerHtml(1)
    expect(await (await fetch(`${standin.url}/api/queue`)).text()).toContain('<html>')
    standin.faults.answerStatus(502, 2, { path: '/queue' })
    const statuses = [] as number[]
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${standin.url}/api/queue`)).status)
    expect(statuses).toEqual([502, 502, 200])
    const stop = standin.faults.forbidAll()
    expect((await fetch(`${standin.url}/system_stats`)).status).toBe(403)
    stop()
    expect((await fetch(`${standin.url}/system_stats`)).status).toBe(200)
  })

  test('a truncated body promises more than it brings', async () => {
    const { promptId } = await run()
    await ear.end(promptId)
    standin.faults.truncateBodies(1)
    const view = () => fetch(`${standin.url}/view?filename=shot_00001_.png`).then((response) => response.arrayBuffer())
    await expect(view()).rejects.toThrow()
    standin.faults.dropViews(1)
    await expect(view()).rejects.toThrow()
    expect((await view()).byteLength).toBeGreaterThan(60)
  })

  test('a blocked upgrade leaves HTTP alone', async () => {
    standin.faults.blockUpgrade()
    const blocked = new Ear(standin, 'tab-2')
    expect(await blocked.closes()).toBe(1006)
    expect((await fetch(`${standin.url}/queue`)).status).toBe(200)
  })

  test('muted sockets stay open and say nothing', async () => {
    standin.faults.muteSockets()
    const { promptId } = await run()
    while (standin.history()[promptId] === undefined) await getJson(standin, '/prompt')
    expect(ear.heard.map(({ type }) => type)).toEqual(['status'])
    expect(ear.closedWith).toBeUndefined()
  })

  test('cut sockets end with 1006', async () => {
    standin.faults.closeSockets()
    expect(await ear.closes()).toBe(1006)
  })
})

describe('faults of a job', () => {
  test('a held job runs until it is released', async () => {
    standin.faults.hold({ classType: 'KSampler' })
    const { promptId } = await run(samplerGraph())
    await ear.hears(({ type, data }) => type === 'executing' && data['node'] === '5')
    expect(standin.queue().running.map((item) => item.promptId)).toEqual([promptId])
    standin.faults.release()
    await ear.end(promptId)
    expect(standin.history()[promptId]?.status.status_str).toBe('success')
  })

  test('a hold before taking leaves the job waiting', async () => {
    standin.faults.hold({ at: 'take' })
    const { promptId } = await run()
    expect(await getJson(standin, '/prompt')).toEqual({ exec_info: { queue_remaining: 1 } })
    expect(standin.queue().pending.map((item) => item.promptId)).toEqual([promptId])
    standin.faults.release()
    await ear.end(promptId)
  })

  test('an interrupt ends a held job unless the hold is deaf', async () => {
    standin.faults.hold({ deaf: true })
    const { promptId } = await run()
    await ear.hears(({ type }) => type === 'executing')
    await fetch(`${standin.url}/interrupt`, { method: 'POST', body: JSON.stringify({ prompt_id: promptId }) })
    expect(standin.queue().running).toHaveLength(1)
    standin.faults.release()
    await ear.end(promptId)
    expect(standin.history()[promptId]?.status.messages.at(-1)?.[0]).toBe('execution_interrupted')
  })

  test('memory runs out with the class name that a client looks for', async () => {
    standin.faults.runOutOfMemory({ classType: 'VAEDecode' })
    const { promptId } = await run(samplerGraph())
    const failed = await ear.hears(({ type }) => type === 'execution_error')
    expect(failed.data).toMatchObject({
      exception_type: 'torch.OutOfMemoryError',
      node_id: '6',
      node_type: 'VAEDecode',
    })
    await ear.end(promptId)
    const next = await run(pictureGraph(3))
    await ear.end(next.promptId)
    expect(standin.history()[next.promptId]?.status.status_str).toBe('success')
  })

  test('a dead worker leaves its job running for ever', async () => {
    standin.faults.killWorker()
    await run()
    await ear.hears(({ type }) => type === 'executing')
    while (!standin.isWorkerDead()) await getJson(standin, '/prompt')
    await run(pictureGraph(2))
    const { running, pending } = standin.queue()
    expect([running.length, pending.length]).toEqual([1, 1])
  })

  test('two waiting twins kill the worker that compares them', async () => {
    standin.faults.hold({ at: 'take' })
    const twin = { client_id: client, prompt_id: randomUUID(), number: 50 }
    await post(standin, pictureGraph(1), { client_id: client, number: 1 })
    await post(standin, pictureGraph(2), twin)
    const second = await post(standin, pictureGraph(3), twin)
    expect(second.response.status).toBe(200)
    standin.faults.release()
    while (!standin.isWorkerDead()) await getJson(standin, '/prompt')
    expect(standin.queue().running).toEqual([])
  })

  test('NaN appears in frames and in the history', async () => {
    standin.faults.spoilFrames(1)
    const { promptId } = await run()
    const frame = await ear.hears(({ type }) => type === 'executed')
    expect(frame.raw).toContain('NaN')
    await ear.end(promptId)
    const text = await (await fetch(`${standin.url}/history/${promptId}`)).text()
    expect(() => JSON.parse(text)).toThrow()
  })

  test('the history can come later than the success', async () => {
    standin.faults.delayHistory(600)
    const { promptId } = await run()
    await ear.hears(({ type }) => type === 'execution_success')
    expect(standin.history()[promptId]).toBeUndefined()
    await ear.end(promptId)
    expect(standin.history()[promptId]?.status.completed).toBe(true)
  })

  test.each(['loseInterrupts', 'succeedAfterInterrupt'] as const)('%s lets the job end in success', async (fault) => {
    standin.faults[fault](1)
    standin.faults.hold({ classType: 'KSampler' })
    const { promptId } = await run(samplerGraph())
    await ear.hears(({ type, data }) => type === 'executing' && data['node'] === '5')
    await fetch(`${standin.url}/api/jobs/${promptId}/cancel`, { method: 'POST' })
    standin.faults.release()
    await ear.end(promptId)
    expect(standin.history()[promptId]?.status.status_str).toBe('success')
  })

  test('events can come before the answer', async () => {
    standin.faults.delay({ method: 'POST', path: '/prompt' }, 1500, 1, 'after')
    const order: string[] = []
    const answered = run().then(() => order.push('answer'))
    await ear.hears(({ type }) => type === 'execution_success')
    order.push('success')
    await answered
    expect(order).toEqual(['success', 'answer'])
  })
})

describe('the end of the process', () => {
  test('a restart forgets queue, history, counter and temp, and keeps outputs and inputs', async () => {
    const first = await run()
    await ear.end(first.promptId)
    const graph = { ...pictureGraph(9), '3': { class_type: 'PreviewImage', inputs: { images: ['1', 0] } } }
    const second = await run(graph)
    await ear.end(second.promptId)
    expect(standin.files.list('temp')).toHaveLength(1)
    standin.faults.hold({})
    const held = await run(pictureGraph(11))
    await standin.restart()
    standin.faults.release()
    expect(await ear.closes()).toBe(1006)
    expect(await getJson(standin, '/queue')).toEqual({ queue_running: [], queue_pending: [] })
    expect(await getJson(standin, `/history/${held.promptId}`)).toEqual({})
    expect(standin.files.list('temp')).toEqual([])
    expect(standin.files.list('output')).toEqual(['shot_00001_.png', 'shot_00002_.png'])
    const answer = await (await run(pictureGraph(9))).response.json()
    expect(answer).toMatchObject({ number: 0 })
    expect(standin.submissions()).toHaveLength(4)
  })

  test('a killed server refuses connections until it is started on the same port', async () => {
    const { port } = standin
    await standin.kill()
    expect(await ear.closes()).toBe(1006)
    await expect(fetch(`${standin.url}/queue`)).rejects.toThrow()
    await standin.start()
    expect(standin.port).toBe(port)
    const stats = await getJson(standin, '/system_stats')
    expect(isObject(stats) && isObject(stats['system']) && stats['system']['comfyui_version']).toBe('0.28.2')
  })
})
