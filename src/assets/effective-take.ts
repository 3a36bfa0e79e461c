import type { Take } from './take.ts'

/** What choosing a take needs to know of it. */
export type TakeChoice = Pick<Take, 'id' | 'freshKey' | 'number'>

/**
 * The take that a node stands for: pinned; else the pick if fresh; else the newest fresh; else the pick; else the newest.
 * `isFresh` answers whether a take matches today's inputs.
 */
export function effectiveTake<T extends TakeChoice>(
  takes: readonly T[],
  choice: { readonly pick?: string | undefined; readonly pinned?: boolean | undefined },
  isFresh: (take: T) => boolean,
): T | undefined {
  const picked = choice.pick === undefined ? undefined : takes.find((take) => take.id === choice.pick)
  if (picked && choice.pinned) return picked
  if (picked && isFresh(picked)) return picked
  const newest = (from: readonly T[]) =>
    from.reduce<T | undefined>((best, take) => (best && best.number >= take.number ? best : take), undefined)
  return newest(takes.filter(isFresh)) ?? picked ?? newest(takes)
}
