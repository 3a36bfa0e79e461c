import type { MediaKind } from '../../assets/index.ts'

/** Times in ms by what is being made: a model for pictures loads sooner than one for videos. */
type ByKind = Readonly<Record<MediaKind, number>>

/** Every clock by which a submission is watched, in ms. Waiting in a queue has none: its place is shown instead. */
export type ClockTable = {
  /** A live socket that tells nothing of the prompt for so long is not believed any more. */
  readonly silence: number
  /** First and longest rest between questions while the socket says nothing. */
  readonly pollFirst: number
  readonly pollLast: number
  /** The same before the socket has told anything. */
  readonly pollBlind: number
  /** A running prompt without any frame: the socket may be deaf, and is opened anew; doubles each time. */
  readonly renew: number
  /** The end was told, but is not in the history yet. */
  readonly historyGap: number
  /** Between two looks that must agree that a prompt is gone. */
  readonly goneGap: number
  /** How long a prompt may wait although nothing runs: after it the worker counts as dead. */
  readonly idle: number
  /** First sign of progress (a model may be loading), and between two signs: after it the job is suspect. */
  readonly first: ByKind
  readonly gap: ByKind
  /** So many of these limits without a sign: the worker may be dead while it runs. */
  readonly hung: number
}

/** The clocks that hold unless they are replaced. */
export const CLOCKS: ClockTable = {
  silence: 10_000,
  pollFirst: 2000,
  pollLast: 5000,
  pollBlind: 500,
  renew: 20_000,
  historyGap: 150,
  goneGap: 2000,
  idle: 30_000,
  first: { image: 180_000, video: 900_000, audio: 900_000 },
  gap: { image: 60_000, video: 300_000, audio: 300_000 },
  hung: 4,
}
