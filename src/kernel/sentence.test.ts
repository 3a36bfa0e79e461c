import { describe, expect, test } from 'vitest'
import { defineFailures } from './failure.ts'
import { defineIssues } from './issue.ts'
import { defineSentences, factText, fillSentence, wordFact } from './sentence.ts'

const failures = defineFailures('test', {
  silent: { retry: 'auto', message: '{{server}} does not answer.' },
  full: { retry: 'manual', message: 'The disk is full.' },
})
const issues = defineIssues('test', {
  short: {
    severity: 'warning',
    message: { one: '{{clip}} lacks {{count}} frame.', other: '{{clip}} lacks {{count}} frames.' },
  },
})
const words = defineSentences('test', { because: 'Because: {{reason}}', plain: 'Plainly so.' })

describe('a sentence', () => {
  test('is filled with facts as they are, whatever signs they hold', () => {
    expect(fillSentence('{{a}} and {{b}}', { a: '$& {{b}}', b: 2 })).toBe('$& {{b}} and 2')
  })

  test('shows the name of a fact that is not there', () => {
    expect(fillSentence('{{server}} is down.')).toBe('{{server}} is down.')
  })

  test('counts', () => {
    const made = (count: number) => issues.make('test/short', { facts: { clip: 'A', count } }).message
    expect([made(1), made(2)]).toEqual(['A lacks 1 frame.', 'A lacks 2 frames.'])
  })

  test('holds other sentences and lists of words, which a screen says on its own', () => {
    const reason = failures.make('test/silent', { facts: { server: 'gpu-1' } })
    const said = words.say('test/because', { reason })
    expect(said.message).toBe('Because: gpu-1 does not answer.')
    expect(said.facts?.reason).toEqual(reason)
    const list = [wordFact('values', 'prompt'), 'seed']
    expect(fillSentence('{{names}}', { names: list })).toBe('prompt, seed')
    expect(factText(list, ({ code }) => code)).toBe('word/values.prompt, seed')
  })
})

test('wrong, missing and needless facts do not compile', () => {
  // @ts-expect-error: the fact is missing
  expect(failures.make('test/silent').message).toBe('{{server}} does not answer.')
  // @ts-expect-error: the fact is misspelt
  failures.make('test/silent', { facts: { sever: 'gpu-1' } })
  // @ts-expect-error: nothing is asked for
  failures.make('test/full', { facts: { server: 'gpu-1' } })
  // @ts-expect-error: a plural counts numbers
  issues.make('test/short', { facts: { clip: 'A', count: 'two' } })
  // @ts-expect-error: there is no such code
  words.say('test/nowhere')
  expect(words.say('test/plain').facts).toBeUndefined()
})
