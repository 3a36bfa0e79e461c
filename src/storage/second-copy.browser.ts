/** Copies of documents outside the database, for the day when a full disk takes the database with it. Best effort. */
export type SecondCopy = {
  write(id: string, text: string): Promise<void>
  read(id: string): Promise<string | undefined>
  remove(id: string): Promise<void>
  /** Ids of all storyboards that have a copy. */
  ids(): Promise<readonly string[]>
}

const FOLDER = 'storyboards'
const ENDING = '.json'

/** Keeps copies in the browser's private file system; does nothing where there is none. */
export function createSecondCopy(root: () => Promise<FileSystemDirectoryHandle | undefined>): SecondCopy {
  const folder = async () => (await root())?.getDirectoryHandle(FOLDER, { create: true })
  return {
    async write(id, text) {
      try {
        const file = await (await folder())?.getFileHandle(`${id}${ENDING}`, { create: true })
        // createWritable writes aside and swaps on close, so a crash leaves the former copy whole.
        const stream = await file?.createWritable()
        await stream?.write(text)
        await stream?.close()
      } catch {
        // The database holds the document; a copy that cannot be made is no reason to fail the save.
      }
    },
    async read(id) {
      try {
        const file = await (await folder())?.getFileHandle(`${id}${ENDING}`)
        return await (await file?.getFile())?.text()
      } catch {
        return undefined
      }
    },
    async remove(id) {
      await (await folder())?.removeEntry(`${id}${ENDING}`).catch(() => {})
    },
    async ids() {
      const found: string[] = []
      try {
        for await (const name of (await folder())?.keys() ?? [])
          if (name.endsWith(ENDING)) found.push(name.slice(0, -ENDING.length))
      } catch {
        // What cannot be listed cannot be restored; the database is the place to look first.
      }
      return found.sort()
    },
  }
}

/** The private file system, or undefined on plain http pages and in browsers without one. */
export async function privateRoot(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await navigator.storage?.getDirectory?.()
  } catch {
    return undefined
  }
}
