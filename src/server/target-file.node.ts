import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Notice } from './failures.ts'

const format = 'framewright/targets'
const version = 1
const maxFileBytes = 1024 * 1024

const zFile = z.looseObject({
  format: z.literal(format),
  version: z.number().int().min(1),
  targets: z.array(z.unknown()),
})
const zSavedTarget = z.looseObject({
  url: z.string(),
  headerNames: z.array(z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
})

/** One remembered address; values of headers only where the person asked for that. */
export type SavedTarget = z.infer<typeof zSavedTarget>

/** The list of entered addresses on disk. */
export type TargetFile = {
  read(): Promise<{ targets: SavedTarget[]; notice: Notice | null }>
  /** Reads the file afresh, changes the list and replaces the file at once; a notice says why it could not. */
  update(change: (targets: SavedTarget[]) => SavedTarget[]): Promise<Notice | null>
}

type Content = { targets: SavedTarget[]; strangers: unknown[]; rest: Record<string, unknown> }
type Reading = { content: Content; notice: Notice | null; canWrite: boolean }

/** Opens the list at `path`. Every change reads it again first, so that two running Framewrights do not erase each other's entries. */
export function openTargetFile({ path, now }: { path: string; now: () => number }): TargetFile {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
  return {
    read: () =>
      inTurn(async () => {
        const { content, notice } = await readContent(path, now)
        return { targets: content.targets, notice }
      }),
    update: (change) =>
      inTurn(async () => {
        const { content, notice, canWrite } = await readContent(path, now)
        if (!canWrite) return notice
        const failed = await replaceFile(path, serialise({ ...content, targets: change(content.targets) }))
        return failed ?? notice
      }),
  }
}

async function readContent(path: string, now: () => number): Promise<Reading> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'ENOENT') return { content: emptyContent(), notice: null, canWrite: true }
    return {
      content: emptyContent(),
      canWrite: false,
      notice: {
        code: 'targets-unreadable',
        message: `The list of servers in ${path} could not be read (${code}). It is left as it is, and new addresses are kept only until Framewright ends.`,
      },
    }
  }
  const parsed = text.length > maxFileBytes ? null : parseContent(text)
  if (parsed === null) return keepAside(path, now)
  if (parsed.version <= version) return { content: parsed.content, notice: parsed.notice, canWrite: true }
  return {
    content: parsed.content,
    canWrite: false,
    notice: {
      code: 'targets-newer',
      message: `The list of servers in ${path} was written by a newer Framewright. It is left as it is, and new addresses are kept only until Framewright ends.`,
    },
  }
}

function parseContent(text: string): { version: number; content: Content; notice: Notice | null } | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const file = zFile.safeParse(json)
  if (!file.success) return null
  const { format: _format, version: fileVersion, targets: entries, ...rest } = file.data
  const targets: SavedTarget[] = []
  const strangers: unknown[] = []
  for (const entry of entries) {
    const saved = zSavedTarget.safeParse(entry)
    if (saved.success) targets.push(saved.data)
    else strangers.push(entry)
  }
  const notice =
    strangers.length === 0
      ? null
      : {
          code: 'targets-partly-unreadable',
          message: `${strangers.length} of the remembered servers could not be understood. They stay in the file and are not used.`,
        }
  return { version: fileVersion, content: { targets, strangers, rest }, notice }
}

async function keepAside(path: string, now: () => number): Promise<Reading> {
  const aside = `${path}.broken-${now()}`
  try {
    await rename(path, aside)
    return {
      content: emptyContent(),
      canWrite: true,
      notice: {
        code: 'targets-corrupt',
        message: `The list of servers could not be understood. It is kept as ${aside}, and a new list was begun.`,
      },
    }
  } catch (error) {
    return {
      content: emptyContent(),
      canWrite: false,
      notice: {
        code: 'targets-corrupt',
        message: `The list of servers in ${path} could not be understood and could not be moved aside (${errnoOf(error)}). New addresses are kept only until Framewright ends.`,
      },
    }
  }
}

async function replaceFile(path: string, text: string): Promise<Notice | null> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return null
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    return {
      code: 'targets-not-saved',
      message: `The list of servers could not be saved in ${path} (${errnoOf(error)}). The change holds until Framewright ends.`,
    }
  }
}

function serialise({ targets, strangers, rest }: Content): string {
  return `${JSON.stringify({ format, version, ...rest, targets: [...targets, ...strangers] }, null, 2)}\n`
}

function emptyContent(): Content {
  return { targets: [], strangers: [], rest: {} }
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
