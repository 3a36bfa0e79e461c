/** Family of every text on a panel: ours for Latin, whatever the system has for other scripts. */
export const FAMILY = 'Inter, "Noto Sans", system-ui, sans-serif'

/** The bundled subsets of Inter (OFL, see public/fonts) and the letters that each covers. */
const FACES = [
  ['inter-latin-wght-normal.woff2', 'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+FEFF, U+FFFD'],
  ['inter-latin-ext-wght-normal.woff2', 'U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF'],
] as const

const loaded = new Map<string, Promise<void>>()

/** Loads the bundled font once per folder; where it cannot be had, the system's sans-serif draws the panel. */
export function loadFonts(base: string): Promise<void> {
  const known = loaded.get(base)
  if (known) return known
  const loading = Promise.all(FACES.map(([file, unicodeRange]) => loadFace(base + file, unicodeRange))).then(() => undefined)
  loaded.set(base, loading)
  return loading
}

async function loadFace(url: string, unicodeRange: string): Promise<void> {
  // A worker has its own set of fonts, under the same name as the page's document.
  const fonts = (globalThis as { fonts?: FontFaceSet }).fonts ?? globalThis.document?.fonts
  if (!fonts) return
  try {
    const face = new FontFace('Inter', `url(${JSON.stringify(url)}) format("woff2")`, { weight: '100 900', unicodeRange })
    fonts.add(await face.load())
  } catch {
    // Offline before the first load, or a host without the file: the fallback family is drawn.
  }
}
