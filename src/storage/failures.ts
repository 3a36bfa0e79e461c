import { defineFailures, type FailureError } from '../kernel/index.ts'

/** What can go wrong on the way to disk. */
export const storageFailures = defineFailures('storage', {
  full: {
    retry: 'manual',
    message:
      'The browser gives this page no more space. Nothing was lost: it is still open here. Free some space, or download a copy now.',
  },
  'disk-full': {
    retry: 'manual',
    message:
      'The disk is full. Saving has stopped so that nothing is destroyed; your work is still open here. Download a copy now, free some space, then reload.',
  },
  closed: {
    retry: 'never',
    message: 'A newer Framewright runs in another tab and has taken over the storage. Reload this page to go on.',
  },
  damaged: {
    retry: 'manual',
    message: '{{what}} could not be stored whole: what was read back is not what was written. Try again.',
  },
  unavailable: {
    retry: 'never',
    message:
      'This browser does not let the page store anything (a private window, or storage is switched off). Allow storage for this address and reload.',
  },
  broken: {
    retry: 'manual',
    message:
      'The browser’s storage stopped working in the middle of something. Saving has stopped so that nothing is destroyed; your work is still open here. Download a copy now, then reload.',
  },
  failed: {
    retry: 'manual',
    message: 'The browser could not store this. Nothing that was saved before is lost; try again.',
  },
})

// The words of Chromium’s database for a disk without room; every other breakdown of it is `broken`.
const DISK_FULL = /full disk|no space left|\bIO error\b/i

const FROM_DATABASE = new Set(['UnknownError', 'AbortError', 'OpenFailedError', 'DatabaseClosedError', 'DataError'])

/**
 * Reads what a storage error means. Dexie hides a quota overflow inside an AbortError, so the chain of inner errors is walked.
 * A disk that is really full can make Chromium erase the database when writing goes on, so it has a code of its own.
 */
export function storageFailure(thrown: unknown): FailureError {
  const chain: { name?: string; message?: string; inner?: unknown; cause?: unknown }[] = []
  for (
    let error = thrown as (typeof chain)[number] | undefined;
    error && chain.length < 8;
    error = (error.inner ?? error.cause) as (typeof chain)[number] | undefined
  )
    chain.push(error)
  const names = chain.map((error) => error.name ?? '')
  const detail = chain.map((error) => `${error.name ?? 'Error'}: ${error.message ?? ''}`).join('\n')
  const made = (code: Exclude<(typeof storageFailures.codes)[number], 'storage/damaged'>) =>
    storageFailures.error(code, { cause: thrown, detail })
  if (names.includes('QuotaExceededError')) return made('storage/full')
  // A database that never opened counts as closed, too: why it did not says more.
  if (names.includes('MissingAPIError') || names.includes('SecurityError')) return made('storage/unavailable')
  if (names.includes('DatabaseClosedError')) return made('storage/closed')
  const isOfDisk = (error: (typeof chain)[number]) => DISK_FULL.test(error.message ?? '')
  if (chain.some((error) => FROM_DATABASE.has(error.name ?? '') && isOfDisk(error))) return made('storage/disk-full')
  if (names.includes('UnknownError')) return made('storage/broken')
  if (names.includes('InvalidStateError')) return made('storage/unavailable')
  return made('storage/failed')
}
