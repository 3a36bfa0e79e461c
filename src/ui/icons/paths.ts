const CIRCLE = 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14'
const SPEAKER = 'M3.5 8v4h3l4 3.5v-11L6.5 8z'

/**
 * The icons on a 20 px grid: a path drawn as line, or a line and a filled path.
 * All are drawn for this program; to add one, keep 1.5 px of air to the edge and test it at 16 px.
 */
export const iconPaths = {
  // screens
  canvas: 'M2.5 3.5h6v5h-6zM11.5 11.5h6v5h-6zM8.5 6h4a2 2 0 0 1 2 2v3.5',
  shots: 'M3 4.5h14v11H3zM3 8.2h14M3 11.9h14M7.5 4.5v11',
  timeline: 'M2.5 5.5H10V9H2.5zM8 12.5h9V16H8zM13.5 2.5v7.5',
  library: 'M3 3h5.5v5.5H3zM11.5 3H17v5.5h-5.5zM3 11.5h5.5V17H3zM11.5 11.5H17V17h-5.5z',
  queue: ['M3 5h14M3 10h7.5M3 15h7.5', 'M13.5 9.3v6.4L18 12.5z'],
  servers: 'M3.5 3.5h13V9h-13zM3.5 11h13v5.5h-13zM6.5 6.25h.01M6.5 13.75h.01M9.5 6.25h4M9.5 13.75h4',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4M8 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  projects: 'M3 8h14v8.5H3zM4.8 5.5h10.4M6.5 3h7',

  // editing
  undo: 'M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8',
  redo: 'M13 4l3.5 3.5L13 11M16.5 7.5H8a4.5 4.5 0 0 0 0 9h4',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  close: 'M5 5l10 10M15 5 5 15',
  check: 'M4 10.5 8 14.5 16 5.5',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4',
  filter: 'M3 4.5h14l-5.5 6.5v5l-3-1.5V11z',
  columns: 'M3 4h14v12H3zM7.7 4v12M12.3 4v12',
  more: [
    '',
    'M4.5 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M10 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8M15.5 8.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8',
  ],
  drag: ['', 'M6.5 4h2v2h-2zM11.5 4h2v2h-2zM6.5 9h2v2h-2zM11.5 9h2v2h-2zM6.5 14h2v2h-2zM11.5 14h2v2h-2z'],
  copy: 'M7.5 7.5h9v9h-9zM4.5 12.5h-1v-9h9v1',
  download: 'M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13',
  upload: 'M10 13V3.5M6 7l4-4 4 4M3.5 16.5h13',
  folder: 'M2.5 4.5h5l1.5 2h8.5v9h-15z',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1',
  pin: 'M7.5 3h5L12 8l2.5 3h-9L8 8zM10 11v6',
  trash: 'M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.3 8.5v5M11.7 8.5v5',
  restore: 'M4 10a6 6 0 1 0 1.8-4.3M3.8 3v3.5h3.5M10 7v3.2l2.2 1.5',
  key: 'M7 9a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M9.6 10.4 16.5 3.5M14 6l2.5 2.5',
  lock: 'M4.5 9h11v7.5h-11zM7 9V6.5a3 3 0 0 1 6 0V9',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4',
  mute: `${SPEAKER}M13.5 8l4 4M17.5 8l-4 4`,
  bypass: 'M3 13.5c0-5 2.5-8 6.5-8s6.5 3 6.5 8M13.2 11l2.8 2.8L18.5 11M9.5 13.5h.01',
  json: 'M7.5 3.5H7a2 2 0 0 0-2 2V8a2 2 0 0 1-2 2 2 2 0 0 1 2 2v2.5a2 2 0 0 0 2 2h.5M12.5 3.5h.5a2 2 0 0 1 2 2V8a2 2 0 0 0 2 2 2 2 0 0 0-2 2v2.5a2 2 0 0 1-2 2h-.5',
  keyboard: 'M2.5 5h15v10h-15zM5.5 8h.01M8.5 8h.01M11.5 8h.01M14.5 8h.01M5.5 12h.01M14.5 12h.01M8.5 12h3',

  // playing
  play: ['', 'M6 3.9v12.2c0 .5.5.8.9.5l9.6-6.1a.6.6 0 0 0 0-1L6.9 3.4a.6.6 0 0 0-.9.5z'],
  pause: ['', 'M5 4h3.5v12H5zM11.5 4H15v12h-3.5z'],
  stop: ['', 'M5.5 4.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z'],
  'prev-frame': ['M15 5v10', 'M12.5 4.5v11L5 10z'],
  'next-frame': ['M5 5v10', 'M7.5 4.5v11L15 10z'],
  first: ['M4.5 5v10M15.5 5 9.5 10l6 5', ''],
  last: ['M15.5 5v10M4.5 5l6 5-6 5', ''],
  loop: 'M4 9V8a3 3 0 0 1 3-3h9M13.5 2.5 16 5l-2.5 2.5M16 11v1a3 3 0 0 1-3 3H4M6.5 17.5 4 15l2.5-2.5',
  volume: `${SPEAKER}M13 7.5a3.5 3.5 0 0 1 0 5M15.3 5a7 7 0 0 1 0 10`,
  fullscreen: 'M3 7.5V3h4.5M12.5 3H17v4.5M17 12.5V17h-4.5M7.5 17H3v-4.5',
  run: ['', 'M5 3.3v13.4c0 .5.5.8 1 .5l10.7-6.7a.6.6 0 0 0 0-1L6 2.8a.6.6 0 0 0-1 .5z'],

  // states
  warning: 'M10 3.2 2.8 16h14.4zM10 8v3.8M10 13.8h.01',
  error: 'M7 2.8h6L17.2 7v6L13 17.2H7L2.8 13V7zM10 6.5v4.2M10 13.6h.01',
  info: `${CIRCLE}M10 9.2v4.6M10 6.4h.01`,
  never: CIRCLE,
  fresh: `${CIRCLE}M6.8 10.2l2.3 2.3 4.2-4.8`,
  stale: 'M16.3 10a6.3 6.3 0 1 1-1.9-4.5M16.5 2.8v3.4h-3.4',
  draft: 'M3.5 4.5h13v11h-13zM3.5 10.5l6-6M4.5 15.5l11-11M10.5 15.5l6-6',
  waiting: `${CIRCLE}M10 6.2v4l2.8 1.7`,
  running: [CIRCLE, 'M10 3a7 7 0 0 1 0 14z'],
  failed: `${CIRCLE}M7.5 7.5l5 5M12.5 7.5l-5 5`,
  cancelled: `${CIRCLE}M5.1 5.1l9.8 9.8`,
  bell: 'M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.5 17.5h3',

  // canvas and views
  frame: 'M3 6h14v10.5H3zM3 6V3.5h6V6',
  collapse: 'M10 2v5.5M7 5l3 3 3-3M10 18v-5.5M7 15l3-3 3 3',
  expand: 'M10 8V2.5M7 5l3-3 3 3M10 12v5.5M7 15l3 3 3-3',
  'chevron-up': 'M5 12.5l5-5 5 5',
  'chevron-down': 'M5 7.5l5 5 5-5',
  'chevron-left': 'M12.5 5l-5 5 5 5',
  'chevron-right': 'M7.5 5l5 5-5 5',
  fit: 'M3 6.5V3h3.5M13.5 3H17v3.5M17 13.5V17h-3.5M6.5 17H3v-3.5M6.8 7.5h6.4v5H6.8z',
  grid: 'M3 3h14v14H3zM3 7.7h14M3 12.3h14M7.7 3v14M12.3 3v14',
  minimap: 'M3 4h14v12H3zM10 9.5h4.5v4H10z',
  outline: 'M3.5 4.5h7M8 10h8.5M8 15.5h8.5M4.5 4.5v11H8M4.5 10H8',
  compare: 'M3 4.5h14v11H3zM10 2.5v15M7.5 8l-2 2 2 2M12.5 8l2 2-2 2',
  sun: 'M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z',
  contrast: [CIRCLE, 'M10 3v14a7 7 0 0 1 0-14z'],

  // kinds and media
  scene: 'M3 8.5h14V16H3zM3 8.5l-.6-3 13.7-2.7.6 3zM7 4.6l1.6 2.8M11.3 3.8l1.6 2.7',
  shot: 'M2.5 6H12v8H2.5zM12 9l5.5-2.5v7L12 11z',
  reference: 'M3 4h14v12H3zM3 13.5l4-4 4.5 4.5 2.5-2.5 3 3M13 6.8a1 1 0 1 0 0 2 1 1 0 0 0 0-2',
  character: 'M10 3a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 10 3M3.8 17c.4-3.6 2.8-5.6 6.2-5.6s5.8 2 6.2 5.6z',
  place: 'M10 17.5s-5.5-5-5.5-9a5.5 5.5 0 0 1 11 0c0 4-5.5 9-5.5 9zM10 6.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  prop: 'M10 2.8l6.3 3.6v7.2L10 17.2l-6.3-3.6V6.4zM3.7 6.4 10 10l6.3-3.6M10 10v7.2',
  style:
    'M10 3a7 7 0 1 0 0 14c1.4 0 1.8-.9 1.4-1.9-.5-1.3.2-2.3 1.6-2.3h2a2 2 0 0 0 2-2C17 6.5 13.9 3 10 3M6.5 10.5h.01M8 6.8h.01M12 6.5h.01',
  text: 'M4 5.5v-2h12v2M10 3.5v13M7.5 16.5h5',
  note: 'M3.5 3.5h13V12L12 16.5H3.5zM16.5 12H12v4.5',
  keyframe: 'M10 2.8 17.2 10 10 17.2 2.8 10zM10 7.8 12.2 10 10 12.2 7.8 10z',
  video: 'M3 4.5h14v11H3zM6 4.5v11M14 4.5v11M3 8.2h3M3 11.8h3M14 8.2h3M14 11.8h3',
  audio: 'M3 8.5v3M6.5 5.5v9M10 3v14M13.5 6.5v7M17 8.5v3',
  edit: 'M5.5 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M5.5 12.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M7.2 6.8l9.3 7.7M7.2 13.2l9.3-7.7',
  export: 'M8 4H3.5v12.5H16V12M11.5 3.5h5V8.5M16.5 3.5 9 11',
  recipe: 'M3 3.5h5v4H3zM3 12.5h5v4H3zM12.5 8h5v4h-5zM8 5.5h2.2v4.5h2.3M8 14.5h2.2V10',
  upscale: 'M3 11h6v6H3zM3 8V3h14v14h-5M10.5 9.5 14 6M11 6h3v3',
  server: 'M3.5 4.5h13V11h-13zM6.5 7.75h.01M9.5 7.75h4M10 11v4.5M6 15.5h8',
  take: 'M3 7.5h11v8.5H3zM6 7.5V4h11v8.5h-3',
  star: 'M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.1l5-.7z',
  'star-filled': ['', 'M10 2.3l2.4 4.9 5.3.8-3.9 3.7 1 5.3-4.8-2.5L5.2 17l1-5.3L2.3 8l5.3-.8z'],
} as const satisfies Record<string, string | readonly [line: string, fill: string]>

/** Every icon by name. */
export type IconName = keyof typeof iconPaths

/** Icons that point along the line of reading and turn around where it runs from right to left. */
export const mirroredIcons: ReadonlySet<IconName> = new Set<IconName>([
  'undo',
  'redo',
  'queue',
  'chevron-left',
  'chevron-right',
  'outline',
  'export',
  'recipe',
])
