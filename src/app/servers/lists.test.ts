import { describe, expect, test } from 'vitest'
import type { Job } from '../../jobs/index.ts'
import { commandChoices, linkOf } from './command-choices.ts'
import { figuresByServer } from './figures.ts'
import { faultOf, withHeader, withoutHeader } from './headers.ts'
import { rowsOf } from './name-rows.ts'

describe('a searched list of names', () => {
  const groups = [
    { title: 'loras', names: ['Cinema.safetensors', 'grain.safetensors'] },
    { title: 'vae', names: ['ae.safetensors'] },
  ]

  test('has a heading with its count before the names of each group', () => {
    expect(rowsOf(groups, ' ')).toEqual([
      { row: 'group', title: 'loras', count: 2 },
      { row: 'name', title: 'loras', name: 'Cinema.safetensors' },
      { row: 'name', title: 'loras', name: 'grain.safetensors' },
      { row: 'group', title: 'vae', count: 1 },
      { row: 'name', title: 'vae', name: 'ae.safetensors' },
    ])
  })

  test('finds every word in heading or name, in any case, and leaves empty groups out', () => {
    expect(rowsOf(groups, 'cine LORA')).toEqual([
      { row: 'group', title: 'loras', count: 1 },
      { row: 'name', title: 'loras', name: 'Cinema.safetensors' },
    ])
    expect(rowsOf(groups, 'nothing')).toEqual([])
  })

  test('has no heading where the group has none', () => {
    expect(rowsOf([{ title: '', names: ['KSampler'] }], '')).toEqual([{ row: 'name', title: '', name: 'KSampler' }])
  })
})

describe('a header', () => {
  test('that cannot be sent is refused', () => {
    expect(faultOf('Authorization', 'Bearer x')).toBeUndefined()
    expect(faultOf('two words', 'x')).toBe('name')
    expect(faultOf('', 'x')).toBe('name')
    expect(faultOf('x-key', '')).toBe('value')
    expect(faultOf('x-key', 'a\nhost: b')).toBe('value')
    expect(faultOf('x-key', '鍵')).toBe('value')
  })

  test('replaces the one of its name, however that is written, and the others stay', () => {
    const before = { authorization: 'old', 'x-key': '1' }
    expect(withHeader(before, ' Authorization ', ' new ')).toEqual({ 'x-key': '1', Authorization: 'new' })
    expect(withoutHeader(before, 'AUTHORIZATION')).toEqual({ 'x-key': '1' })
  })
})

describe('the commands of a report', () => {
  const commands = { linux: 'python main.py', macos: 'python main.py', windows: '.\\python.exe main.py' }

  test('begin with the system that the report chose', () => {
    const choices = commandChoices({ command: commands.windows, commands })
    expect(choices.systems).toEqual(['linux', 'macos', 'windows'])
    expect(choices.first).toBe('windows')
    expect(choices.textOf('macos')).toBe(commands.macos)
  })

  test('need no choice where all systems say it alike, or only one line is known', () => {
    const same = { linux: 'curl x', macos: 'curl x', windows: 'curl x' }
    expect(commandChoices({ command: 'curl x', commands: same }).systems).toEqual([])
    expect(commandChoices({ command: 'curl x' }).textOf('linux')).toBe('curl x')
    expect(commandChoices({}).textOf('linux')).toBeUndefined()
  })

  test('link to web pages only', () => {
    expect(linkOf('https://gpu:8188/')).toBe('https://gpu:8188/')
    expect(linkOf('javascript:alert(1)')).toBeUndefined()
    expect(linkOf('no address')).toBeUndefined()
    expect(linkOf(undefined)).toBeUndefined()
  })
})

describe('the figures of servers', () => {
  const job = (id: string, facts: Partial<Job>) =>
    ({
      id,
      engine: 'comfyui',
      make: { kind: 'keyframe' },
      createdAt: 0,
      startedAt: 1000,
      endedAt: 11_000,
      ...facts,
    }) as Job

  test('are kept apart, and what ended without a try counts for none', () => {
    const figures = figuresByServer([
      job('a', { state: 'done', serverId: 'one' }),
      job('b', { state: 'failed', serverId: 'one' }),
      job('c', { state: 'cancelled', serverId: 'two' }),
      job('d', { state: 'done' }),
    ])
    expect([...figures.keys()]).toEqual(['one'])
    expect(figures.get('one')).toMatchObject({ done: 1, failed: 1, success: 0.5, perHour: 360 })
    expect(figures.get('one')?.run?.p50).toBe(10_000)
    expect(figures.get('one')?.wait?.p50).toBe(1000)
  })
})
