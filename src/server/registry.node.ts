import { readAddress, type Target, withHeaders } from './addresses.node.ts'
import type { FailureCode, Notice } from './failures.ts'
import type { SavedTarget, TargetFile } from './target-file.node.ts'

/** How many servers the list holds. */
export const maxTargets = 64

/** A server of the list as it may be shown: names of headers, never their values. */
export type ListedTarget = {
  slug: string
  url: string
  source: 'default' | 'entered'
  headerNames: string[]
  missingHeaders: string[]
}

/** What a page asks for when it adds a server. */
export type NewTarget = {
  url: string
  headers?: Readonly<Record<string, string>> | undefined
  remember?: boolean | undefined
}

/** Answer to adding or removing. */
export type RegistryResult =
  | { ok: true; target: ListedTarget; isNew: boolean; notice: Notice | null }
  | { ok: false; failure: FailureCode }

/** The servers that requests are forwarded to. */
export type Registry = {
  find(slug: string): Target | undefined
  targets(): Target[]
  listed(target: Target): ListedTarget
  add(wanted: NewTarget): Promise<RegistryResult>
  remove(slug: string): Promise<RegistryResult>
  notices(): Notice[]
}

type Entry = { target: Target; isDefault: boolean; isEntered: boolean; missingHeaders: string[] }
type Options = {
  defaults: readonly Target[]
  file: TargetFile
  isOwnAddress: (target: Target) => boolean
  onChanged: (slug: string) => void
}

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]{0,8192}$/
const ownedByConnection =
  /^(?:host|origin|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*|sec-.*|__proto__)$/
const maxHeaders = 16

/** Opens the list: the addresses given at the start, and those remembered in the file. */
export async function openRegistry(options: Options): Promise<Registry> {
  const entries = new Map<string, Entry>()
  for (const target of options.defaults.slice(0, maxTargets))
    entries.set(target.slug, { target, isDefault: true, isEntered: false, missingHeaders: [] })
  const saved = await options.file.read()
  for (const item of saved.targets) restore(entries, item)
  const notices = saved.notice === null ? [] : [saved.notice]
  return {
    find: (slug) => entries.get(slug)?.target,
    targets: () => [...entries.values()].map((entry) => entry.target),
    listed: (target) =>
      list(entries.get(target.slug) ?? { target, isDefault: false, isEntered: true, missingHeaders: [] }),
    add: (wanted) => add(entries, options, wanted),
    remove: (slug) => remove(entries, options, slug),
    notices: () => [...notices],
  }
}

/** Header values that a person gave, by lower-case name; null when one of them cannot be sent. */
export function readHeaders(headers: Readonly<Record<string, string>>): Record<string, string> | null {
  const pairs = Object.entries(headers).map(([name, value]) => [name.trim().toLowerCase(), value] as const)
  const isSound = pairs.every(
    ([name, value]) => headerName.test(name) && headerValue.test(value) && !ownedByConnection.test(name),
  )
  return isSound && pairs.length <= maxHeaders ? Object.fromEntries(pairs) : null
}

async function add(entries: Map<string, Entry>, options: Options, wanted: NewTarget): Promise<RegistryResult> {
  const address = readAddress(wanted.url)
  if (address.failure !== undefined) return { ok: false, failure: address.failure }
  const headers = readHeaders(wanted.headers ?? {})
  if (headers === null) return { ok: false, failure: 'bad-headers' }
  if (options.isOwnAddress(address.target)) return { ok: false, failure: 'own-address' }
  const known = entries.get(address.target.slug)
  if (known === undefined && entries.size >= maxTargets) return { ok: false, failure: 'too-many-targets' }
  const given = { ...address.target.headers, ...headers }
  const isGiven = wanted.headers !== undefined || Object.keys(given).length > 0
  const entry: Entry = {
    target: isGiven || known === undefined ? { ...address.target, headers: given } : known.target,
    isDefault: known?.isDefault ?? false,
    isEntered: known === undefined || known.isEntered || wanted.remember === true,
    missingHeaders: isGiven ? [] : (known?.missingHeaders ?? []),
  }
  entries.set(entry.target.slug, entry)
  options.onChanged(entry.target.slug)
  const notice = entry.isEntered ? await save(options.file, entry, wanted.remember) : null
  return { ok: true, target: list(entry), isNew: known === undefined, notice }
}

async function remove(entries: Map<string, Entry>, options: Options, slug: string): Promise<RegistryResult> {
  const entry = entries.get(slug)
  if (entry === undefined) return { ok: false, failure: 'unknown-target' }
  if (!entry.isEntered) return { ok: false, failure: 'target-is-default' }
  if (entry.isDefault) entries.set(slug, { ...entry, isEntered: false })
  else entries.delete(slug)
  options.onChanged(slug)
  const notice = await options.file.update((saved) => saved.filter((item) => slugOfSaved(item) !== slug))
  return { ok: true, target: list(entry), isNew: false, notice }
}

function save(file: TargetFile, entry: Entry, remember: boolean | undefined): Promise<Notice | null> {
  return file.update((saved) => {
    const before = saved.find((item) => slugOfSaved(item) === entry.target.slug)
    const { headers: savedHeaders, headerNames: _names, ...rest } = before ?? { url: entry.target.url }
    const names = [...new Set([...Object.keys(entry.target.headers), ...entry.missingHeaders])]
    const keepsValues = remember ?? savedHeaders !== undefined
    const item: SavedTarget = {
      ...rest,
      url: entry.target.url,
      ...(names.length > 0 ? { headerNames: names } : {}),
      ...(keepsValues && Object.keys(entry.target.headers).length > 0 ? { headers: { ...entry.target.headers } } : {}),
    }
    return before === undefined ? [...saved, item] : saved.map((other) => (other === before ? item : other))
  })
}

function restore(entries: Map<string, Entry>, item: SavedTarget): void {
  const { target } = readAddress(item.url)
  if (target === undefined) return
  const known = entries.get(target.slug)
  if (known === undefined && entries.size >= maxTargets) return
  const headers = { ...readHeaders(item.headers ?? {}), ...target.headers, ...known?.target.headers }
  const missingHeaders = (item.headerNames ?? []).filter((name) => headers[name] === undefined)
  entries.set(target.slug, {
    target: withHeaders(target, headers),
    isDefault: known !== undefined,
    isEntered: true,
    missingHeaders,
  })
}

function slugOfSaved(item: SavedTarget): string | undefined {
  return readAddress(item.url).target?.slug
}

function list({ target, isDefault, missingHeaders }: Entry): ListedTarget {
  return {
    slug: target.slug,
    url: target.url,
    source: isDefault ? 'default' : 'entered',
    headerNames: Object.keys(target.headers),
    missingHeaders,
  }
}
