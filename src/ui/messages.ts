/**
 * The few words that the primitives themselves say. The app merges them into its catalogue under the key `ui`
 * (`{ ui: uiMessages, … }`), so that they are translated with everything else.
 */
export const uiMessages = {
  close: 'Close',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  loading: 'Loading',
  unknownProgress: 'In progress, how far is not known',
  increase: 'Increase {{label}}',
  decrease: 'Decrease {{label}}',
  mixed: 'Mixed',
  nothingFits: 'Nothing fits “{{query}}”',
  showOptions: 'Show options',
  showPassword: 'Show what is typed',
  resize: 'Resize {{label}}',
  cancel: 'Cancel',
  notices: 'Notices',
  more_one: '{{count}} more',
  more_other: '{{count}} more',
  state: {
    'never-made': 'Never made',
    fresh: 'Fresh',
    stale: 'Stale',
    draft: 'Draft',
    waiting: 'Waiting',
    running: 'Running',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
} as const
