import { beforeAll, describe, expect, test } from 'vitest'
import { appMessages } from '../../src/app/messages/en/index.ts'
import { lateMessages } from '../../src/app/messages/en/late.ts'
import { sentenceMessages } from '../../src/app/words/catalogue.browser.ts'
import { appSentences } from '../../src/app/words/failures.browser.ts'
import { createSay, type Say } from '../../src/app/words/say.browser.ts'
import { diagnose } from '../../src/engines/index.ts'
import { jobFailures, reasonSentences } from '../../src/jobs/index.ts'
import { type Sentence, type Template, wordFact } from '../../src/kernel/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { evaluateBoard } from '../../src/storyboard/index.ts'
import { sentenceSources } from '../../src/studio/sentences.ts'
import { createI18n, type I18n } from '../../src/ui/browser.tsx'
import { filmBoard } from './boards.ts'

const sources = [...sentenceSources, ...appSentences]
const said = sentenceMessages(sources)
const formsOf = (template: Template) => (typeof template === 'string' ? [template] : [template.one, template.other])

// biome-ignore lint/suspicious/noExplicitAny: the catalogue is larger than what the compiler knows of it
const i18n: I18n<any> = createI18n<any>({ messages: { ...appMessages, ...lateMessages } })
let say: Say
beforeAll(async () => {
  await i18n.setLanguage('qps')
  // Rooms that come late are heard all the same.
  await i18n.add({ said })
  say = createSay(i18n.find, () => i18n.state.language === 'en')
})

/** In the pseudo-language every text of the catalogue stands in brackets. */
const PSEUDO = /^\[.*\]$/s

describe('the catalogue', () => {
  test('has every sentence of every room, and no code twice', () => {
    const codes = sources.flatMap(({ room, templates }) => Object.keys(templates).map((name) => `${room}/${name}`))
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
    expect(codes.filter((code) => !(code in said) && !(`${code}_other` in said))).toEqual([])
    expect(codes.length).toBeGreaterThan(250)
  })

  test('finds each of them and leaves no place open when all facts are given', () => {
    for (const { room, templates } of sources) {
      for (const [name, template] of Object.entries(templates)) {
        const names = formsOf(template).flatMap((form) =>
          [...form.matchAll(/\{\{(\w+)\}\}/g)].map(([, one]) => one ?? ''),
        )
        const facts = Object.fromEntries(names.map((one) => [one, one === 'count' ? 2 : `<${one}>`]))
        const text = say({ code: `${room}/${name}`, message: 'English', facts })
        expect(text, `${room}/${name}`).toMatch(PSEUDO)
        expect(text).not.toContain('{{')
      }
    }
  })

  test('writes places as every catalogue does', () => {
    const odd = Object.values(said).filter((text) =>
      String(text)
        .replace(/\{\{\w+\}\}/g, '')
        .match(/[{}]|\$t\(/),
    )
    expect(odd).toEqual([])
  })
})

describe('said in another language', () => {
  test('a failure, with the failure inside of it', () => {
    const failure = jobFailures.make('jobs/upstream-failed', { facts: { title: 'SH010' } })
    expect(say(failure)).toMatch(PSEUDO)
    expect(say(failure)).toContain('SH010')
  })

  test('why something is stale, with the names of what changed', () => {
    const why = reasonSentences.say('jobs/changed', {
      names: [wordFact('values', 'prompt'), wordFact('values', 'width')],
    })
    expect(why.message).toBe('Changed: prompt, width.')
    expect(say(why).match(/\[/g)).toHaveLength(3)
  })

  test('a doctor’s report and its repair', () => {
    const context = { serverId: 's', name: 'gpu-1', url: 'http://gpu-1:8188', forwarded: true, checkedAt: 0 }
    const report = diagnose({ reached: false, error: 'ECONNREFUSED' }, context)
    expect(say(report)).toMatch(PSEUDO)
    expect(report.repair && say(report.repair)).toMatch(PSEUDO)
    expect(report.fix).toBe(report.repair?.message)
  })

  test('every issue and every line of the program’s own on the cards of a film', () => {
    const { nodes } = evaluateBoard(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog)
    const lines = [...nodes.values()].flatMap(({ card }) => [...card.lines, card.foot ?? ''])
    const own = lines.filter((line): line is Sentence => typeof line !== 'string')
    expect(own.length).toBeGreaterThan(1)
    for (const line of own) expect(say.line(line)).toMatch(PSEUDO)
    for (const { issues } of nodes.values()) for (const issue of issues) expect(say(issue)).toMatch(PSEUDO)
  })

  test('titles of runs and words of progress; a server’s own words stay', () => {
    expect(i18n.find('runs.title-stale', { title: 'Film' })).toMatch(PSEUDO)
    expect(say.label('frames')).toMatch(PSEUDO)
    expect(say.label('KSampler')).toBe('KSampler')
  })
})

describe('what came from elsewhere', () => {
  test('a row that was written before its sentence had facts is said as it was written', () => {
    const old = { code: 'comfyui/unreachable', message: 'gpu-1 does not answer.' }
    expect(say(old)).toBe(old.message)
  })

  test('an unknown code too', () => {
    expect(say({ code: 'elsewhere/odd', message: 'As it came.' })).toBe('As it came.')
  })

  test('a fact cannot call up other texts', () => {
    const text = say(jobFailures.make('jobs/upstream-failed', { facts: { title: '$t(runs.run-done)' } }))
    expect(text).toContain('$t(runs.run-done)')
  })
})
