import type { Asset, BlobStore, TakeStore } from '../assets/index.ts'
import { type Clock, FailureError } from '../kernel/index.ts'
import { parseRecipe, type RecipeStore } from '../recipes/index.ts'
import {
  type EditCommand,
  type EditResult,
  type FileLook,
  lookSentence,
  type OpenedStoryboard,
  sniffBytes,
  sniffText,
} from '../storyboard/index.ts'
import type { ImportResult } from './contract.ts'
import { studioFailures } from './failures.ts'
import { studioWords } from './issues.ts'
import type { Probe } from './ports.ts'

type ImportPorts = {
  blobs: BlobStore
  takes: TakeStore
  recipes: RecipeStore
  clock: Clock
  probe: (bytes: Blob, name: string) => Promise<Probe>
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

/** Kinds of nodes that hold a file of a kind. A film has none: it is in the library only. */
const NODE_FOR: Readonly<Partial<Record<Asset['kind'], string>>> = { image: 'reference', audio: 'audio' }

/** Takes in whatever was dropped, pasted or picked. */
export type Importer = {
  importFile(source: Blob | string | object, name?: string, at?: { x: number; y: number }): Promise<ImportResult>
  importMedia(file: Blob, name: string): Promise<Asset>
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

  const importText = async (text: string): Promise<ImportResult> => {
    if (sniffText(text) === 'recipe') return importRecipeText(text)
    // Whatever else it is, opening says so with the place in the file.
    return ports.openStoryboard(await ports.openText(text))
  }

  const importRecipeText = async (text: string): Promise<ImportResult> => {
    const { recipe, issues } = parseRecipe(text)
    await ports.recipes.put(recipe)
    return { became: 'recipe', recipeId: recipe.id, issues }
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
  ): Promise<ImportResult> => {
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer())
    const looks = sniffBytes(head)
    // What is no text is for the media probe to judge: it knows more kinds than anybody can tell by first bytes.
    if (!TEXTS.has(looks)) return addMediaNode(await importMedia(file, name, looks), name, at)
    if (file.size > TEXT_LIMIT)
      throw studioFailures.error('studio/unreadable', {
        facts: { name, looksLike: studioWords.say('studio/huge-text', { size: 32 }) },
      })
    return importText(await file.text())
  }

  return {
    importMedia: (file, name) => importMedia(file, name),
    importFile(source, name = 'the file', at) {
      if (typeof source === 'string') return importText(source)
      if (source instanceof Blob) return importBlob(source, name, at)
      return importText(JSON.stringify(source))
    },
  }
}
