/** All times and bounds of the scheduler, in ms unless they say otherwise; a host may be given others. */
export const CLOCKS = {
  /** The rows are read again although nobody called: a call from another tab may get lost. */
  readAgain: 5000,
  /** Shortest time between two probes that must agree before a submission counts as absent. */
  probeGap: 2000,
  /** The same for one that was never accepted, while nothing is known of how long the server reads what it is sent. */
  settle: 5000,
  /** Shortest time before a server that gave no answer is asked again; jitter is added. */
  askAgain: 1000,
  /** A cancel waits so long for the answer to a submission that is under way. */
  cancelWaits: 5000,
  /** Out of reach for so long, a server's jobs are given up there and sent elsewhere, if another one can make them. */
  moveAfter: 600_000,
  /** A server that is removed gets so long to stop what it makes for us. */
  removeWithin: 10_000,
  /** Between looks at a server that is well, and the longest between looks at one that is not: at most four a minute. */
  lookWell: 30_000,
  lookDown: 15_000,
  /** A doubt so soon after a look brings no new one. */
  lookAgain: 1000,
  /** A server that does not let us in is tried again after a good look so long after the refusal, then twice as long … */
  holdFirst: 30_000,
  /** … and at the latest after so long. */
  holdLast: 300_000,
  /** Between two questions for a submission whose end was never seen. */
  afterlookGap: 10_000,
  /** Rest of a job whose end could not be written down because there is no room. */
  storageRest: 60_000,
  /** Time that a server gets to let go of its memory before the next attempt. */
  release: 10_000,
  /** Failed looks, files or answers that make a server's breaker open: so many in a row … */
  breakerInRow: 5,
  /** … or every second of so many. */
  breakerWindow: 20,
  /** Failed jobs in a row after which the queue pauses; a person may choose another number. */
  failuresInRow: 10,
  /** Most jobs that may wait at a time; a person may choose another number. */
  mostWaiting: 10_000,
} as const

/** The times that a host goes by. */
export type Clocks = { readonly [Name in keyof typeof CLOCKS]: number }
