/** What the notices say about themselves. */
export const noticesMessages = {
  empty: 'Nothing has happened yet',
  emptyText: 'Runs that ended, servers that went away and everything that needs you is told here.',
  readAll: 'Mark all as read',
  dismiss: 'Dismiss “{{title}}”',
  clear: 'Dismiss all',
  copy: 'Copy the details',
  copied: 'The details were copied.',
  unread: 'New',
  times_one: '{{count}} time',
  times_other: '{{count}} times',
  level: { info: 'Note', success: 'Done', warning: 'Careful', error: 'Error' },
  list: 'Notices, newest first',
  all: 'Show all',
  count_one: '{{count}} notice',
  count_other: '{{count}} notices',
} as const
