import { posix } from 'node:path'
import type { Dispatch, Import, Source } from './source.ts'
import * as table from './table.ts'

/** Where a file may run, told by its name. */
type Place = 'pure' | 'react' | 'browser' | 'worker' | 'node' | 'test' | 'types'

/** Each law takes the sources and answers with its offences, one line each; no line means it holds. */
export type Law = (sources: readonly Source[]) => string[]

/** Reads the place of a file from its suffix; the faces `browser.ts` and `node.ts` stand for their suffix. */
function placeOf(path: string): Place {
  const name = posix.basename(path)
  if (/\.d\.ts$/.test(name)) return 'types'
  if (/\.test\.tsx?$/.test(name)) return 'test'
  if (/(^|\.)node\.ts$/.test(name)) return 'node'
  if (/\.worker\.ts$/.test(name)) return 'worker'
  if (/(^|\.)browser\.ts$/.test(name)) return 'browser'
  return name.endsWith('.tsx') ? 'react' : 'pure'
}

const mayImport: Record<Place, readonly Place[]> = {
  pure: ['pure', 'types'],
  react: ['pure', 'react', 'browser', 'types'],
  browser: ['pure', 'react', 'browser', 'types'],
  worker: ['pure', 'browser', 'types'],
  node: ['pure', 'node', 'types'],
  test: ['pure', 'react', 'browser', 'worker', 'node', 'test', 'types'],
  types: ['pure', 'types'],
}

/** Imports point down the room table; unknown rooms and files outside the rooms are named. */
export const importsPointDown: Law = (sources) =>
  sources.flatMap((source) => {
    const room = roomOf(source.path)
    if (room === undefined) return table.roots.includes(source.path) ? [] : [`${source.path}: lies in no room`]
    const allowed = table.roomTable[room]
    if (allowed === undefined) return [`${source.path}: unknown room ${room}`]
    return source.imports
      .filter((one) => !staysInside(room, one) && !pointsDown(source.path, room, one))
      .map((one) => `${source.path}: ${one.specifier} (${room} does not know ${placeName(one)})`)
  })

function staysInside(room: string, { target }: Import): boolean {
  return target === undefined || roomOf(target) === room
}

function pointsDown(path: string, room: string, { target = '' }: Import): boolean {
  // What people share may be built in; everything else outside src is not for the product.
  if (!target.startsWith('src/'))
    return target.startsWith('workflows/') || (placeOf(path) === 'test' && target.startsWith('tests/'))
  const other = roomOf(target)
  if (other === undefined) return false
  return (table.roomTable[room] ?? []).includes(other)
}

function placeName({ target = '' }: Import): string {
  return roomOf(target) ?? target
}

/** A room is entered through its face; only style sheets of `ui` are taken by the page as they are. */
export const roomsAreEnteredByTheirFace: Law = (sources) =>
  offences(sources, (source, { target }) => {
    const other = target === undefined ? undefined : roomOf(target)
    if (target === undefined || other === undefined || other === roomOf(source.path)) return false
    if (isRoot(source.path) && target.endsWith('.css')) return false
    return !isFace(target)
  })

/** A worker's entry lies in the room that starts it; the scheduler's is started by the page. */
export const workersAreStartedByTheirRoom: Law = (sources) =>
  offences(sources, (source, { target, how }) => {
    if (target === undefined || placeOf(target) !== 'worker') return false
    if (placeOf(source.path) === 'test') return false
    if (how !== 'url') return true
    return isRoot(target) ? !isRoot(source.path) : roomOf(target) !== roomOf(source.path)
  })

/** The suffix says where code may run: a file imports only what runs there too. */
export const suffixesHold: Law = (sources) =>
  offences(sources, (source, { specifier, target, how }) => {
    const place = placeOf(source.path)
    if (target === undefined) return place === 'pure' && table.impurePackages.test(specifier)
    if (how === 'url' || !/\.tsx?$/.test(target)) return place === 'pure' && target.endsWith('.css')
    return !mayImport[place].includes(placeOf(target))
  })

/** A pure file takes time, network, storage and randomness as arguments. */
export const pureFilesTakeArguments: Law = (sources) =>
  sources.flatMap(({ path, mentions }) => {
    const place = placeOf(path)
    // A view may use the page, but what it shows of time and chance it is given, too: see the hook for the time of day.
    const isForbidden = place === 'pure' ? isImpure : place === 'react' ? isImpureMember : () => false
    return mentions.filter(isForbidden).map((name) => `${path}: ${name}`)
  })

function isImpure(name: string): boolean {
  return isImpureMember(name) || table.impureGlobals.includes(name)
}

function isImpureMember(name: string): boolean {
  return name === 'new Date()' || table.impureMembers.includes(name)
}

/** Some packages have one owner; everybody else asks that owner. */
export const packagesStayWithTheirOwner: Law = (sources) =>
  sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, target }) => {
      const rule = target === undefined ? table.ownedPackages.find((one) => one.package.test(specifier)) : undefined
      if (rule === undefined || rule.allowed.test(path) || isStyleAtRoot(path, specifier)) return []
      return [`${path}: ${specifier} (belongs to ${rule.owner})`]
    }),
  )

function isStyleAtRoot(path: string, specifier: string): boolean {
  return specifier.endsWith('.css') && isRoot(path)
}

/** Relative imports carry their extension, so that Node and the browser read them alike. */
export const importsNameTheirFile: Law = (sources) =>
  offences(sources, (_, { target, how }) => target !== undefined && how !== 'url' && !/\.[a-z]+$/.test(target))

/** No chain of imports leads back to where it began; each cycle is one line. */
export const importsMakeNoCycle: Law = (sources) => {
  const paths = new Set(sources.map(({ path }) => path))
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target, how }) =>
        how !== 'url' && target !== undefined && paths.has(target) ? [target] : [],
      ),
    ]),
  )
  return findCycles(edges).map((cycle) => [...cycle, cycle[0]].join(' -> '))
}

/** Shared code asks the descriptor of a kind or format; only their own rooms look at the name. Assets have kinds of their own. */
export const onlyKindsLookAtKind: Law = (sources) =>
  sources
    .filter(({ path }) => placeOf(path) !== 'test')
    .flatMap(({ path, dispatches }) =>
      dispatches
        .filter((dispatch) => ![undefined, roomOf(path)].includes(roomDeciding(dispatch)))
        .map(
          ({ owner, member, line }) => `${path}:${line}: decides by ${owner === '' ? member : `${owner}.${member}`}`,
        ),
    )

function roomDeciding({ member, owner, values }: Dispatch): string | undefined {
  if (member === 'format.id') return 'exports'
  const isNode = /node$/i.test(owner) || values.some((value) => table.unmistakableKinds.includes(value))
  return isNode ? 'kinds' : undefined
}

/** Foreign text never becomes markup. */
export const noMarkupFromText: Law = (sources) =>
  sources
    .filter(({ path }) => placeOf(path) !== 'test')
    .flatMap(({ path, markup }) => markup.map((name) => `${path}: ${name}`))

/** A file is one idea. */
export const filesAreShort: Law = (sources) =>
  sources.filter(({ lines }) => lines > table.longestFile).map(({ path, lines }) => `${path}: ${lines} lines`)

/** A name says what the file is. */
export function namesSaySomething(paths: readonly string[]): string[] {
  return paths.filter((path) => path.split(/[/.\-_]/).some((word) => table.emptyWords.includes(word.toLowerCase())))
}

/** Paths of somebody's machine (an invented `me` is nobody), and hosts of package registries, in a tracked text. */
export function foreignPlaces(path: string, text: string): string[] {
  const machine = /(?<![\w.\])}$~-])\/(?:work\/|root\/|tmp\/|opt\/|(?:home|Users)\/(?!me\b))[\w./-]+/g
  const registry = /\b(?:registry\.[\w-]+\.(?:org|com|net|io|dev|cn)|[\w.-]*(?:artifactory|nexus)\.[\w-]+\.\w+)\b/gi
  const download = /"resolved": "https?:[^"]+/g
  return [machine, registry, download].flatMap((pattern) =>
    (text.match(pattern) ?? []).map((found) => `${path}: ${found}`),
  )
}

/** Every room says in a short README what it is for. */
export function roomsHaveReadmes(rooms: readonly string[], readme: (room: string) => string | undefined): string[] {
  return rooms.flatMap((room) => {
    const text = readme(room)
    if (text === undefined) return [`src/${room}: no README.md`]
    const lines = text.trimEnd().split('\n').length
    return lines > table.longestReadme ? [`src/${room}/README.md: ${lines} lines`] : []
  })
}

/** The room of a path under src, undefined for roots and for paths elsewhere. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}

function isRoot(path: string): boolean {
  return table.roots.includes(path)
}

function isFace(path: string): boolean {
  if (table.extraFaces.includes(path)) return true
  const [, , name, ...deeper] = path.split('/')
  return deeper.length === 0 && name !== undefined && table.faceNames.includes(name)
}

function offences(sources: readonly Source[], offends: (source: Source, one: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((one) => offends(source, one)).map(({ specifier }) => `${source.path}: ${specifier}`),
  )
}

/** Depth-first: a file that is met again while its own imports are still being walked closes a cycle. */
function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const finished = new Set<string>()
  const walk = (path: string, trail: readonly string[]) => {
    const seen = trail.indexOf(path)
    if (seen >= 0) cycles.push(trail.slice(seen))
    if (seen >= 0 || finished.has(path)) return
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path])
    finished.add(path)
  }
  for (const path of edges.keys()) walk(path, [])
  return cycles
}
