import { defineFailures, type FailureError } from '../kernel/index.ts'

/** What can go wrong on the way to disk. */
export const storageFailures = defineFailures('storage', {
  full: {
    retry: 'manual',
    message: () =>
      'The browser gives this page no more space. Nothing was lost: it is still open here. Free some space, or download a copy now.',
  },
  'disk-full': {
    retry: 'manual',
    message: () =>
      'The disk is full. Saving has stopped so that nothing is destroyed; your work is still open here. Download a copy now, free some space, then reload.',
  },
  closed: {
    retry: 'never',
    message: () => 'A newer Framewright runs in another tab and has taken over the storage. Reload this page to go on.',
  },
  damaged: {
    retry: 'manual',
    message: ({ what }) => `${what} could not be stored whole: what was read back is not what was written. Try again.`,
  },
  unavailable: {
    retry: 'never',
    message: () =>
      'This browser does not let the page store anything (a private window, or storage is switched off). Allow storage for this address and reload.',
  },
  failed: {
    retry: 'manual',
    message: () => 'The browser could not store this. Nothing that was saved before is lost; try again.',
  },
})

const DISK_FULL = /full disk|no space|IO error|Internal error|QuotaExceeded.*disk/i

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
  const made = (code: (typeof storageFailures.codes)[number]) => storageFailures.error(code, { cause: thrown, detail })
  if (names.includes('QuotaExceededError')) return made('storage/full')
  if (names.includes('DatabaseClosedError')) return made('storage/closed')
  if (names.includes('UnknownError') || chain.some((error) => DISK_FULL.test(error.message ?? '')))
    return made('storage/disk-full')
  if (names.includes('MissingAPIError') || names.includes('SecurityError') || names.includes('InvalidStateError'))
    return made('storage/unavailable')
  return made('storage/failed')
}
