import type { DoctorReport, Platform } from './parts.ts'

/** Systems by their own names, which are the same in every language. */
export const SYSTEM_NAMES: Readonly<Record<Platform, string>> = { linux: 'Linux', macos: 'macOS', windows: 'Windows' }

const PLATFORMS: readonly Platform[] = ['linux', 'macos', 'windows']

/** The commands of a report by system, and the system to begin with: the one that the report itself chose. */
export function commandChoices({ command, commands }: Pick<DoctorReport, 'command' | 'commands'>): {
  readonly systems: readonly Platform[]
  readonly first: Platform
  readonly textOf: (platform: Platform) => string | undefined
} {
  const first = PLATFORMS.find((one) => commands?.[one] === command) ?? 'linux'
  const differ = commands !== undefined && new Set(Object.values(commands)).size > 1
  return {
    systems: differ ? PLATFORMS : [],
    first,
    textOf: (platform) => (differ ? commands?.[platform] : (command ?? commands?.[first])),
  }
}

/** An address that a link may lead to; anything that is no web page is none. */
export function linkOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined
  return /^https?:$/.test(new URL(address).protocol) ? address : undefined
}
