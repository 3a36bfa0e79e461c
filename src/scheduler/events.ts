/** Every line that a job's story may hold, with what its facts say. The queue translates by code. */
export const JOB_EVENTS = {
  planned: 'written down by a run',
  ready: 'inputs are there and frozen; facts: contentKey',
  reused: 'a take with the same content exists; facts: takeId',
  sending: 'ticket stored, submission begins; facts: attempt, serverId',
  accepted: 'the server took it',
  refused: 'the server did not take it; facts: code',
  unclear: 'nobody knows whether the server took it; facts: code',
  found: 'the server knows it after all; facts: state',
  absent: 'asked for and not found; facts: times',
  lost: 'given up as lost on the server',
  running: 'the server works on it',
  suspect: 'no news for too long, or the server is out of reach; facts: reason',
  trusted: 'news again',
  collecting: 'finished, the files are fetched',
  'collect-again': 'the files could not be fetched yet; facts: code',
  again: 'will be tried again; facts: code, delay',
  moved: 'its server was out of reach for too long: it goes elsewhere; facts: serverId',
  recalled: 'taken back from its server; facts: serverId',
  released: 'the server was asked to let go of its memory',
  'given-up': 'a person did not want to wait for the server’s answer',
  waits: 'held back; facts: code',
  resumed: 'taken up again after a restart of the program',
  'cancel-asked': 'a person asked to stop it',
  stopping: 'the server was asked to stop',
  done: 'made; facts: takeId, and files: how many there were, if more than one',
  failed: 'failed; facts: code',
  cancelled: 'stopped for good',
} as const

/** A code of {@link JOB_EVENTS}. */
export type JobEventCode = keyof typeof JOB_EVENTS
