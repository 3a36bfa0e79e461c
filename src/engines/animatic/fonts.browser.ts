import { type Clock, sleep } from '../../kernel/index.ts'

/** Family of every text on a panel: ours for Latin, whatever the system has for other scripts. */
export const FAMILY = 'Inter, "Noto Sans", system-ui, sans-serif'

/** The bundled subsets of Inter (OFL, see public/fonts) and the letters that each covers. */
const FACES = [
  [
    'inter-latin-wght-normal.woff2',
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+FEFF, U+FFFD',
  ],
  [
    'inter-latin-ext-wght-normal.woff2',
    'U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  ],
] as const

/** Longest time a panel waits for its font, in ms: a server that hangs must not hold back the drawing. */
const PATIENCE = 5000

const loaded = new Map<string, Promise<boolean>>()

/**
 * Loads the bundled font once per folder. Where it cannot be had in time, the system's sans-serif draws the panel, and
 * the next panel tries again. Rejects only when the signal aborts.
 */
export async function loadFonts(base: string, clock: Clock, signal: AbortSignal): Promise<void> {
  const loading = loaded.get(base) ?? loadFaces(base)
  loaded.set(base, loading)
  const waiting = new AbortController()
  const late = sleep(clock, PATIENCE, AbortSignal.any([signal, waiting.signal])).catch(() => undefined)
  const complete = await Promise.race([loading, late])
  waiting.abort()
  signal.throwIfAborted()
  if (!complete) loaded.delete(base)
}

async function loadFaces(base: string): Promise<boolean> {
  const faces = await Promise.all(FACES.map(([file, unicodeRange]) => loadFace(base + file, unicodeRange)))
  return faces.every(Boolean)
}

async function loadFace(url: string, unicodeRange: string): Promise<boolean> {
  // A worker has its own set of fonts, under the same name as the page's document.
  const fonts = (globalThis as { fonts?: FontFaceSet }).fonts ?? globalThis.document?.fonts
  if (!fonts) return true
  try {
    const face = new FontFace('Inter', `url(${JSON.stringify(url)}) format("woff2")`, {
      weight: '100 900',
      unicodeRange,
    })
    fonts.add(await face.load())
    return true
  } catch {
    // Offline before the first load, or a host without the file.
    return false
  }
}
