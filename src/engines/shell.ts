/** Systems that ComfyUI runs on, by their shell. */
export type Platform = 'linux' | 'macos' | 'windows'

/** One command in the words of each system. */
export type Commands = Readonly<Record<Platform, string>>

/** The system that a server tells of itself. */
export function platformOf(os: unknown): Platform | undefined {
  if (typeof os !== 'string') return undefined
  if (/^(nt|win)/i.test(os)) return 'windows'
  if (/^darwin/i.test(os)) return 'macos'
  // Older versions say `posix`, which may be either.
  return /^(linux|posix)/i.test(os) ? 'linux' : undefined
}

type Word = string | { readonly plain: string }

/** A command line that is not quoted: the words of the command itself. */
export const plain = (text: string): Word => ({ plain: text })

/**
 * Writes a command for each system. Words come from addresses and recipes of strangers, and a person pastes this into a
 * shell: all but the plain ones are quoted in its way.
 */
export function commandsOf(words: readonly Word[], windows: readonly Word[] = words): Commands {
  const posix = words.map((word) => (typeof word === 'string' ? quotePosix(word) : word.plain)).join(' ')
  const power = windows.map((word) => (typeof word === 'string' ? quotePower(word) : word.plain)).join(' ')
  return { linux: posix, macos: posix, windows: power }
}

function visible(text: string): string {
  return [...text].filter((letter) => letter >= ' ' && letter !== '\x7f').join('')
}

function isHarmless(text: string): boolean {
  return /^[\w./:@%+=-]+$/.test(text) && !text.startsWith('-')
}

function quotePosix(text: string): string {
  const clean = visible(text)
  return isHarmless(clean) ? clean : `'${clean.replaceAll("'", "'\\''")}'`
}

// PowerShell takes the curly quotes for quotes, too; a doubled one stands for itself.
function quotePower(text: string): string {
  const clean = visible(text)
  return isHarmless(clean) && !clean.includes('@')
    ? clean
    : `'${clean.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}

/** How ComfyUI is started so that it answers at this address, with further flags. */
export function startCommands(url: string, flags: readonly Word[] = []): Commands {
  const { hostname, port, protocol } = new URL(url)
  const isHere = /^(localhost|127\.|\[::1\]$)/.test(hostname)
  const number = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  const rest = [plain(`--listen ${isHere ? '127.0.0.1' : '0.0.0.0'} --port ${number}`), ...flags]
  return commandsOf(
    [plain('python main.py'), ...rest],
    [plain('.\\python_embeded\\python.exe -s ComfyUI\\main.py --windows-standalone-build'), ...rest],
  )
}

/** How to ask a server by hand. */
export function probeCommands(url: string, words: readonly Word[] = []): Commands {
  const rest = [plain('-i -m 10'), ...words, `${url.replace(/\/+$/, '')}/system_stats`]
  return commandsOf([plain('curl'), ...rest], [plain('curl.exe'), ...rest])
}
