import type { Asset, BlobStore, TakeStore } from '../assets/index.ts'
import { type Clock, copyJson, FailureError, type Issue } from '../kernel/index.ts'
import { parseRecipe, type WorkflowRead } from '../recipes/index.ts'
import {
  type EditCommand,
  type EditResult,
  type FileLook,
  lookSentence,
  type OpenedStoryboard,
  sniffBytes,
  sniffText,
} from '../storyboard/index.ts'
import type { ImportOptions, ImportResult } from './contract.ts'
import { studioFailures } from './failures.ts'
import { studioWords } from './issues.ts'
import type { Probe } from './ports.ts'

type ImportPorts = {
  blobs: BlobStore
  takes: TakeStore
  keepRecipe: (file: ReturnType<typeof parseRecipe>) => Promise<{ recipeId: string; issues: readonly Issue[] }>
  clock: Clock
  probe: (bytes: Blob, name: string) => Promise<Probe>
  readWorkflow: (file: Blob, name: string) => Promise<WorkflowRead>
  openText: (text: string) => Promise<OpenedStoryboard>
  openStoryboard: (opened: OpenedStoryboard) => Promise<ImportResult>
  edit: (commands: readonly EditCommand[]) => EditResult
}

/** Largest picture, sound or film that is taken in, in bytes. */
const MEDIA_LIMIT = 4 * 1024 ** 3
/** How much of a file is looked at to tell what it is, in bytes. */
const HEAD = 4096
/** Files beyond this are no text that we write. */
const TEXT_LIMIT = 32 * 1024 ** 2

const TEXTS: ReadonlySet<FileLook> = new Set([
  'storyboard',
  'recipe',
  'fragment',
  'comfyui-workflow',
  'comfyui-prompt',
  'json',
  'broken-json',
  'empty',
  'html',
  'xml',
  'text',
])

/** Texts that may be a workflow. A broken one may only hold numbers that JSON does not have, as Python writes them. */
const WORKFLOWS: ReadonlySet<FileLook> = new Set(['comfyui-workflow', 'comfyui-prompt', 'broken-json', 'xml'])

/** Kinds of nodes that hold a file of a kind. A film has none: it is in the library only. */
const NODE_FOR: Readonly<Partial<Record<Asset['kind'], string>>> = { image: 'reference', audio: 'audio' }

/** Takes in whatever was dropped, pasted or picked. */
export type Importer = {
  importFile(
    source: Blob | string | object,
    name?: string,
    at?: { x: number; y: number },
    options?: ImportOptions,
  ): Promise<ImportResult>
  importMedia(file: Blob, name: string): Promise<Asset>
}

// A dropped folder comes as a file that cannot be read; so does one that was moved or is locked.
async function headOf(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
  } catch (cause) {
    throw studioFailures.error('studio/not-readable', { facts: { name }, detail: String(cause), cause })
  }
}

/** Makes the importer. */
export function createImporter(ports: ImportPorts): Importer {
  const importMedia = async (file: Blob, name: string, looks?: FileLook): Promise<Asset> => {
    if (file.size > MEDIA_LIMIT)
      throw studioFailures.error('studio/unreadable', {
        facts: { name, looksLike: studioWords.say('studio/huge-media', { size: 4 }) },
      })
    const probe = await ports.probe(file, name)
    if (probe.kind === 'other')
      throw studioFailures.error('studio/unreadable', {
        facts: {
          name,
          looksLike: looks ? lookSentence(looks) : probe.mime || studioWords.say('studio/something-unknown'),
        },
      })
    const { hash, bytes } = await ports.blobs.put(file)
    const known = await ports.takes.asset(hash)
    if (known) return known
    const asset: Asset = { ...probe, id: hash, bytes, name, createdAt: ports.clock.now() }
    await ports.takes.putAsset(asset)
    return asset
  }

  const importWorkflow = async (file: Blob, name: string, media: boolean): Promise<ImportResult | undefined> => {
    const { draft } = await ports.readWorkflow(file, name)
    return draft && { became: 'workflow', name, draft, media }
  }

  const importText = async (text: string, name: string): Promise<ImportResult> => {
    const looks = sniffText(text)
    if (looks === 'recipe') return importRecipeText(text)
    const workflow = WORKFLOWS.has(looks) ? await importWorkflow(new Blob([text]), name, false) : undefined
    if (workflow) return workflow
    // Whatever else it is, opening says so with the place in the file.
    return ports.openStoryboard(await ports.openText(text))
  }

  const importRecipeText = async (text: string): Promise<ImportResult> => {
    return { became: 'recipe', ...(await ports.keepRecipe(parseRecipe(text))) }
  }

  const addMediaNode = (asset: Asset, name: string, at: { x: number; y: number } | undefined): ImportResult => {
    const kind = NODE_FOR[asset.kind]
    if (kind === undefined) throw studioFailures.error('studio/no-node-for-film', { facts: { name } })
    const media = { hash: asset.id, name, mime: asset.mime, bytes: asset.bytes }
    const title = name.replace(/\.[^.]+$/, '')
    const result = ports.edit([{ type: 'addNode', kind, title, params: { media }, ...(at ? { position: at } : {}) }])
    if (!result.ok)
      throw new FailureError(
        result.failures[0] ??
          studioFailures.make('studio/bad-argument', { facts: { problem: studioWords.say('studio/not-added') } }),
      )
    return { became: 'nodes', nodeIds: result.ids[0] ?? [] }
  }

  const importBlob = async (
    file: Blob,
    name: string,
    at: { x: number; y: number } | undefined,
    asMedia: boolean,
  ): Promise<ImportResult> => {
    const looks = sniffBytes(await headOf(file, name))
    // What is no text is for the media probe to judge: it knows more kinds than anybody can tell by first bytes.
    if (!TEXTS.has(looks)) {
      const workflow = asMedia ? undefined : await importWorkflow(file, name, true)
      return workflow ?? addMediaNode(await importMedia(file, name, looks), name, at)
    }
    if (file.size > TEXT_LIMIT)
      throw studioFailures.error('studio/unreadable', {
        facts: { name, looksLike: studioWords.say('studio/huge-text', { size: 32 }) },
      })
    return importText(await file.text(), name)
  }

  const importObject = async (source: object, name: string): Promise<ImportResult> => {
    const copied = copyJson(source)
    if (copied.ok) return importText(JSON.stringify(copied.value), name)
    throw studioFailures.error('studio/bad-argument', { facts: { problem: copied.reason } })
  }

  return {
    importMedia: (file, name) => importMedia(file, name),
    importFile(source, name = 'the file', at, { asMedia = false } = {}) {
      if (typeof source === 'string') return importText(source, name)
      if (source instanceof Blob) return importBlob(source, name, at, asMedia)
      return importObject(source, name)
    },
  }
}
