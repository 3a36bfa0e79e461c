import type { Clip, Gap, Timeline } from '../../../timeline/index.ts'

/** Whether two versions of a cut are the same film. The studio makes a new object whenever anything around it changes. */
export function sameTimeline(a: Timeline, b: Timeline): boolean {
  return (
    a.length === b.length &&
    a.startFrame === b.startFrame &&
    a.name === b.name &&
    a.rate.num === b.rate.num &&
    a.rate.den === b.rate.den &&
    a.size.width === b.size.width &&
    a.size.height === b.size.height &&
    a.tracks.length === b.tracks.length &&
    a.tracks.every((track, index) => {
      const other = b.tracks[index]
      return (
        other !== undefined &&
        track.kind === other.kind &&
        track.items.length === other.items.length &&
        track.items.every((item, place) => sameItem(item, other.items[place]))
      )
    })
  )
}

function sameItem(a: Clip | Gap, b: Clip | Gap | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
