/** The room table of the house: who may import whom, what a pure file must not touch, which names say nothing. */

const words = ['kernel', 'assets']
const documents = ['storyboard', 'recipes', 'timeline', 'jobs']
const makers = ['engines', 'kinds', 'exports', 'media']
const keepers = ['storage', 'scheduler', 'notices']

/** Every room with the rooms whose face it may import. Rooms of one level do not know each other. */
export const roomTable: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  assets: ['kernel'],
  ...sameLevel(documents, words),
  ...sameLevel(makers, [...words, ...documents]),
  ...sameLevel(keepers, [...words, ...documents, ...makers]),
  studio: [...words, ...documents, ...makers, ...keepers],
  // The page reaches engines and storage through studio and scheduler only.
  app: [...words, ...documents, 'kinds', 'exports', 'media', 'scheduler', 'notices', 'studio', 'ui'],
  ui: ['kernel'],
  server: ['kernel'],
}

/** The files outside every room; they join ports to adapters and may import every face. */
export const roots = ['src/main.tsx', 'src/scheduler.worker.ts', 'src/cli.node.ts', 'src/build-constants.d.ts']

/** The files through which a room is entered. */
export const faceNames = ['index.ts', 'browser.ts', 'browser.tsx', 'node.ts']

/** Further faces of rooms of which the first chunk must not pay for everything. */
export const extraFaces: readonly string[] = [
  'src/ui/fields/browser.tsx',
  'src/ui/overlays/browser.tsx',
  'src/engines/animatic/browser.ts',
  'src/studio/sentences.ts',
  'src/recipes/infer/index.ts',
]

/** Packages with one owner, and the files that may import them. */
export const ownedPackages: readonly { package: RegExp; allowed: RegExp; owner: string }[] = [
  { package: /^dexie$/, allowed: /^src\/storage\//, owner: 'src/storage' },
  { package: /^comlink$/, allowed: /^src\/kernel\/rpc/, owner: 'src/kernel/rpc*' },
  {
    package: /^(mediabunny|@mediabunny\/.*)$/,
    allowed: /(\.browser|\.worker|\.browser\.test)\.tsx?$/,
    owner: '*.browser.ts and *.worker.ts',
  },
  {
    package: /^@xyflow\/react/,
    allowed: /^src\/app\/canvas\//,
    owner: 'src/app/canvas (canvas styles too)',
  },
]

/** Packages that bring a page, a server or a worker with them: nothing for a pure file. */
export const impurePackages =
  /^(node:.*|ws|react|react\/.*|react-dom|react-dom\/.*|@xyflow\/.*|@base-ui\/.*|@tanstack\/react-.*|@monaco-editor\/.*|monaco-editor.*|comlink|dexie|mediabunny|@mediabunny\/.*|hash-wasm|elkjs.*)$/

/** Globals a pure file takes as an argument instead. */
export const impureGlobals = [
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'requestIdleCallback',
  'performance',
  'fetch',
  'WebSocket',
  'XMLHttpRequest',
  'EventSource',
  'crypto',
  'navigator',
  'document',
  'window',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'caches',
  'process',
]

/** Members of pure globals that are not pure. */
export const impureMembers = ['Date.now', 'Math.random']

/** Words that do not say what a file is. */
export const emptyWords = ['utils', 'util', 'misc', 'helpers', 'helper', 'manager', 'common']

/** Node kinds whose name is no everyday word: comparing any `kind` with one of these is a decision by node kind. */
export const unmistakableKinds = ['scene', 'shot', 'keyframe', 'character', 'reference']

/** The longest file, in lines. */
export const longestFile = 500

/** The longest README of a room, in lines. */
export const longestReadme = 40

function sameLevel(rooms: readonly string[], below: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(rooms.map((room) => [room, below]))
}
