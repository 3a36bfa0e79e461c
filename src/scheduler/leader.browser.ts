import type { LockPort } from './leadership.ts'

/** The browser's lock of one name; undefined where there is none, as on plain http pages of a LAN. */
export function browserLock(name = 'framewright-scheduler'): LockPort | undefined {
  const { locks } = navigator as { readonly locks?: LockManager }
  if (!locks) return undefined
  return {
    request: (options, held) => locks.request(name, options as LockOptions, held),
  }
}
