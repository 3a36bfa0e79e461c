import type { Asset, BlobStore } from '../assets/index.ts'
import { createSignal, type Live, type Signal } from '../kernel/index.ts'
import type { UrlVariant } from './contract.ts'

type Entry = { signal: Signal<string | undefined>; users: number; cancelled: boolean }

/** Object URLs of assets, shared by all views that show them and revoked when the last one goes. */
export type MediaUrls = {
  acquire(assetId: string, variant: UrlVariant): { url: Live<string | undefined>; release(): void }
  readonly open: number
}

type UrlPorts = {
  blobs: BlobStore
  asset: (id: string) => Promise<Asset | undefined>
  thumbnail: (bytes: Blob, mime: string) => Promise<Blob>
  filmstrip: (bytes: Blob, count: number) => Promise<Blob>
  urls: { create(bytes: Blob): string; revoke(url: string): void }
}

/** How many thumbnails are made at once: decoding is the expensive part, and scrolling asks for many. */
const DECODERS = 2
/** Strips kept for those who come back to a clip or a zoom; each is some hundred kilobytes at most. */
const STRIPS = 96

/** Makes the URL pool. */
export function createMediaUrls(ports: UrlPorts): MediaUrls {
  const entries = new Map<string, Entry>()
  const thumbnails = new Map<string, Blob>()
  const strips = new Map<string, Blob>()
  const waiting: (() => Promise<void>)[] = []
  let busy = 0

  const pump = () => {
    while (busy < DECODERS && waiting.length > 0) {
      // The newest request first: it is what the person is looking at.
      const work = waiting.pop()
      busy++
      void work?.().finally(() => {
        busy--
        pump()
      })
    }
  }

  const stripOf = async (assetId: string, variant: `strip-${number}`): Promise<Blob | undefined> => {
    const key = `${variant}:${assetId}`
    const known = strips.get(key)
    const bytes = known ? undefined : await ports.blobs.get(assetId)
    const strip = known ?? (bytes && (await ports.filmstrip(bytes, Number(variant.slice('strip-'.length)))))
    if (!strip) return undefined
    // Put in anew: the map's order is that of use, and its first is forgotten first.
    strips.delete(key)
    strips.set(key, strip)
    const [oldest] = strips.keys()
    if (strips.size > STRIPS && oldest !== undefined) strips.delete(oldest)
    return strip
  }

  const bytesOf = async (assetId: string, variant: 'full' | 'thumbnail'): Promise<Blob | undefined> => {
    const known = thumbnails.get(assetId)
    if (variant === 'thumbnail' && known) return known
    const [bytes, asset] = await Promise.all([ports.blobs.get(assetId), ports.asset(assetId)])
    if (!bytes) return undefined
    const typed = asset && bytes.type !== asset.mime ? bytes.slice(0, bytes.size, asset.mime) : bytes
    if (variant === 'full' || !asset || asset.kind === 'audio') return typed
    const small = await ports.thumbnail(typed, asset.mime)
    thumbnails.set(assetId, small)
    return small
  }

  const fill = async (entry: Entry, assetId: string, variant: UrlVariant): Promise<void> => {
    if (entry.cancelled) return
    // A picture that cannot be decoded shows as absent; the take itself is untouched.
    const small = variant === 'full' || variant === 'thumbnail' ? bytesOf(assetId, variant) : stripOf(assetId, variant)
    const bytes = await small.catch(() => undefined)
    if (bytes && !entry.cancelled) entry.signal.set(ports.urls.create(bytes))
  }

  return {
    get open() {
      return entries.size
    },
    acquire(assetId, variant) {
      const key = `${variant}:${assetId}`
      const entry = entries.get(key) ?? {
        signal: createSignal<string | undefined>(undefined),
        users: 0,
        cancelled: false,
      }
      if (!entries.has(key)) {
        entries.set(key, entry)
        if (variant === 'full') void fill(entry, assetId, variant)
        else {
          waiting.push(() => fill(entry, assetId, variant))
          pump()
        }
      }
      entry.users++
      let released = false
      return {
        url: entry.signal,
        release() {
          if (released) return
          released = true
          entry.users--
          if (entry.users > 0) return
          entry.cancelled = true
          entries.delete(key)
          const url = entry.signal.get()
          if (url !== undefined) ports.urls.revoke(url)
        },
      }
    },
  }
}
