import { expect, test } from 'vitest'
import { type Searchable, searchItems } from './search.ts'

const items: Searchable[] = [
  { id: 'k1', label: 'Keyframe', note: 'Making', section: 'kinds' },
  { id: 'k2', label: 'Video', note: 'Making', section: 'kinds' },
  { id: 'r1', label: 'Wan 2.2 image to video', note: 'video · image-to-video', section: 'recipes' },
  { id: 'n1', label: 'SH020 video', note: 'video', section: 'nodes' },
  { id: 'c1', label: 'Zoom in', note: '', section: 'commands' },
]
const ids = (query: string, recent: readonly string[] = []) => searchItems(items, query, recent).map(({ id }) => id)

test('puts whole names before beginnings, and beginnings before the rest', () => {
  expect(ids('video')).toEqual(['k2', 'r1', 'n1'])
})

test('wants every word', () => {
  expect(ids('wan vid')).toEqual(['r1'])
  expect(ids('wan zoom')).toEqual([])
})

test('takes signs of patterns for what they are', () => {
  expect(ids('2.2')).toEqual(['r1'])
  expect(ids('(')).toEqual([])
})

test('without a question offers what was chosen lately first, and no nodes', () => {
  expect(ids('', ['c1', 'gone'])).toEqual(['c1', 'k1', 'k2', 'r1'])
  expect(searchItems(items, '', ['c1']).map(({ recent }) => recent)).toEqual([true, undefined, undefined, undefined])
})
