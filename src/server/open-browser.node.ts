import { spawn } from 'node:child_process'

/** Asks the system to show an address; where that fails nothing happens, since the address is printed anyway. */
export function openBrowser(url: string, platform: NodeJS.Platform): void {
  const [command, ...words] = commandFor(url, platform)
  const child = spawn(command, words, { stdio: 'ignore', detached: true, windowsHide: true })
  child.on('error', () => {})
  child.unref()
}

function commandFor(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
