import { createHash } from 'node:crypto'
import { extname, posix } from 'node:path'
import { PythonError } from './python-values.ts'
import type { FileRef, FolderType } from './types.ts'

/** One stored file. */
export type StoredFile = { bytes: Buffer; modified: number; sha256: string }

const ROOT = '/srv/comfyui-base'
const NAME_LIMIT = 255

/** The output, input and temp folders, in memory, with the path rules of the original. */
export class FileStore {
  private readonly files = new Map<string, StoredFile>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  /** The absolute path as error messages name it. */
  root(type: FolderType): string {
    return `${ROOT}/${type}`
  }

  /** The absolute path of a file, or undefined when it leaves its folder. */
  resolve(type: FolderType, subfolder: string, filename: string): string | undefined {
    const path = posix.resolve(this.root(type), posix.normalize(subfolder || '.'), filename)
    return path.startsWith(`${this.root(type)}/`) ? path : undefined
  }

  read(path: string): StoredFile | undefined {
    return this.files.get(path)
  }

  /** Stores a file; a name beyond the file system's limit fails as it does there. */
  write(path: string, bytes: Uint8Array): void {
    if (path.split('/').some((part) => Buffer.byteLength(part) > NAME_LIMIT)) {
      throw new PythonError('OSError', `[Errno 36] File name too long: '${path}'`)
    }
    this.files.set(path, { bytes: Buffer.from(bytes), modified: this.now(), sha256: sha256(bytes) })
  }

  /** Reads by reference. */
  get(ref: FileRef): StoredFile | undefined {
    const path = this.resolve(ref.type, ref.subfolder, ref.filename)
    return path === undefined ? undefined : this.read(path)
  }

  /** Deletes by reference, as a person would on the disk. */
  delete(ref: FileRef): boolean {
    const path = this.resolve(ref.type, ref.subfolder, ref.filename)
    return path !== undefined && this.files.delete(path)
  }

  /** Paths below a folder, relative to it, sorted. */
  list(type: FolderType): string[] {
    const root = `${this.root(type)}/`
    return [...this.files.keys()]
      .filter((path) => path.startsWith(root))
      .map((path) => path.slice(root.length))
      .sort()
  }

  /** Empties one folder. */
  wipe(type: FolderType): void {
    for (const path of this.list(type)) this.files.delete(`${this.root(type)}/${path}`)
  }

  /**
   * The path that `name` means as an input of a node: plain names lie in the input folder, a suffix such as
   * ` [output]` names another. It may leave the folder; whether that is allowed depends on the version.
   */
  annotated(name: string): { type: FolderType; path: string; inside: boolean } {
    const match = /^(.*) \[(input|output|temp)\]$/s.exec(name)
    const type = (match?.[2] ?? 'input') as FolderType
    const path = posix.resolve(this.root(type), match?.[1] ?? name)
    return { type, path, inside: path.startsWith(`${this.root(type)}/`) }
  }

  /** The next free names for `prefix`: `<base>_<counter>_` with the counter after the highest in that folder. */
  nextName(
    type: FolderType,
    prefix: string,
    width: number,
    height: number,
  ): { subfolder: string; base: string; counter: number } {
    const filled = fillPrefix(prefix, width, height, new Date(this.now()))
    const subfolder = posix.dirname(posix.normalize(filled))
    const base = posix.basename(posix.normalize(filled))
    const folder = posix.resolve(this.root(type), subfolder)
    if (folder !== this.root(type) && !folder.startsWith(`${this.root(type)}/`))
      throw outsideError(folder, this.root(type))
    const inside = this.list(type).filter((path) => posix.dirname(path) === (subfolder === '.' ? '.' : subfolder))
    const numbers = inside.map((path) => new RegExp(`^${escapePattern(base)}_(\\d+)_?`).exec(posix.basename(path))?.[1])
    const counter = Math.max(0, ...numbers.map((text) => Number(text ?? 0))) + 1
    return { subfolder: subfolder === '.' ? '' : subfolder, base, counter }
  }

  /** Stores one numbered file and returns its reference. */
  save(
    type: FolderType,
    name: { subfolder: string; base: string; counter: number },
    extension: string,
    bytes: Uint8Array,
  ): FileRef {
    const filename = `${name.base}_${String(name.counter).padStart(5, '0')}_.${extension}`
    const path = this.resolve(type, name.subfolder, filename)
    if (path === undefined) throw outsideError(name.subfolder, this.root(type))
    this.write(path, bytes)
    return { filename, subfolder: name.subfolder, type }
  }
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mov': 'video/quicktime',
  '.wav': 'audio/x-wav',
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.txt': 'text/plain',
  '.json': 'application/json',
  '.html': 'text/html',
  '.js': 'application/javascript',
  '.css': 'text/css',
  '.xml': 'text/xml',
}

/** The content type by extension. */
export function contentTypeOf(filename: string): string {
  return TYPES[extname(filename).toLowerCase()] ?? 'application/octet-stream'
}

function fillPrefix(prefix: string, width: number, height: number, date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const values: Record<string, string> = {
    width: String(width),
    height: String(height),
    year: String(date.getFullYear()),
    month: two(date.getMonth() + 1),
    day: two(date.getDate()),
    hour: two(date.getHours()),
    minute: two(date.getMinutes()),
    second: two(date.getSeconds()),
  }
  return prefix.replace(/%(\w+)%/g, (whole, key: string) => values[key] ?? whole)
}

function outsideError(folder: string, root: string): PythonError {
  const common = posix.dirname(root) === folder ? folder : '/srv'
  const lines = [` full_output_folder: ${folder}`, `         output_dir: ${root}`, `         commonpath: ${common}`]
  return new PythonError(
    'Exception',
    `**** ERROR: Saving image outside the output folder is not allowed.\n${lines.join('\n')}\n`,
  )
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
