import { describe, expect, it } from 'vitest'
import { cellsFor, tilesOf } from './tiles.ts'

describe('how many pictures a strip has', () => {
  it('is enough for one beside the other, in powers of two', () => {
    // 120 frames at 4 px = 480 px: six pictures of 80 px.
    expect(cellsFor(120, 4, 80)).toBe(8)
    expect(cellsFor(120, 16, 80)).toBe(32)
  })

  it('stays the same for small changes of the zoom', () => {
    expect(cellsFor(120, 4.2, 80)).toBe(cellsFor(120, 4.9, 80))
  })

  it('has bounds, whatever the scale', () => {
    expect(cellsFor(100_000, 300, 80)).toBe(64)
    expect(cellsFor(3, 0.001, 80)).toBe(2)
  })
})

describe('the pictures of a clip', () => {
  const film = { frames: 80, cells: 8 }

  it('show the moment at their left edge', () => {
    const tiles = tilesOf({ in: 0, length: 80 }, film, { scale: 10, tile: 100, from: 0, to: 800 })
    expect(tiles).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((cell) => ({ left: cell * 100, cell })))
  })

  it('begin where the clip does, not where its film does', () => {
    const [first] = tilesOf({ in: 40, length: 20 }, film, { scale: 10, tile: 100, from: 0, to: 800 })
    expect(first).toEqual({ left: 0, cell: 4 })
  })

  it('are only those that can be seen, at places that scrolling does not move', () => {
    const tiles = tilesOf({ in: 0, length: 80 }, film, { scale: 10, tile: 100, from: 250, to: 430 })
    expect(tiles.map(({ left }) => left)).toEqual([200, 300, 400])
  })

  it('hold the last one where the film is over', () => {
    const tiles = tilesOf({ in: 0, length: 100 }, film, { scale: 10, tile: 100, from: 0, to: 1000 })
    expect(tiles.slice(-3).map(({ cell }) => cell)).toEqual([7, 7, 7])
  })

  it('are none of a strip without a size', () => {
    expect(tilesOf({ in: 0, length: 80 }, film, { scale: 10, tile: 0, from: 0, to: 800 })).toEqual([])
  })
})
