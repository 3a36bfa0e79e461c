import { expect, test } from 'vitest'
import { viewProjects } from './sort-projects.ts'

const project = (title: string, changedAt: number, createdAt: number, trashedAt?: number) => ({
  id: title,
  title,
  changedAt,
  createdAt,
  nodes: 1,
  shots: 1,
  ...(trashedAt === undefined ? {} : { trashedAt }),
})
const all = [project('Film 10', 3, 1), project('film 9', 1, 3), project('Élan', 2, 2), project('Gone', 9, 9, 9)]
const titles = (view: Partial<Parameters<typeof viewProjects>[1]>) =>
  viewProjects(all, { query: '', order: 'byChange', trash: false, ...view }, 'en').map(({ title }) => title)

test('projects are sorted by change, by name as people count, and by creation', () => {
  expect(titles({})).toEqual(['Film 10', 'Élan', 'film 9'])
  expect(titles({ order: 'byName' })).toEqual(['Élan', 'film 9', 'Film 10'])
  expect(titles({ order: 'byCreation' })).toEqual(['film 9', 'Élan', 'Film 10'])
})

test('a query needs every word somewhere in the name', () => {
  expect(titles({ query: ' FILM  1 ' })).toEqual(['Film 10'])
  expect(titles({ query: 'nothing' })).toEqual([])
})

test('what is in the trash is shown there only', () => {
  expect(titles({ trash: true })).toEqual(['Gone'])
})
