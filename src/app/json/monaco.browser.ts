import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import { tokenValue } from '../../ui/browser.tsx'

self.MonacoEnvironment = { getWorker: (_, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) }
// The editor comes from this program's own files; without this it would be asked for at a foreign host.
loader.config({ monaco })

/** Name of the editor's theme; its colours are the tokens of the page. */
export const THEME = 'framewright'

/** Gives the texts of one address a schema. */
export function setSchema(path: string, schema: object): void {
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    enableSchemaRequest: false,
    schemaValidation: 'error',
    trailingCommas: 'error',
    comments: 'error',
    schemas: [{ uri: `inmemory://schema/${path}`, fileMatch: ['*'], schema }],
  })
}

/** Follows the theme of the page until the answer is called. */
export function followTheme(): () => void {
  defineTheme()
  const observer = new MutationObserver(defineTheme)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

function defineTheme(): void {
  const colour = createReader()
  const text = colour('--text')
  // The colours of ports alone are too faint for letters on the light room.
  const rule = (token: string, name: `--${string}`) => ({ token, foreground: colour(name, '--text').slice(1) })
  monaco.editor.defineTheme(THEME, {
    base: getComputedStyle(document.documentElement).colorScheme === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      rule('string.key.json', '--text'),
      rule('string.value.json', '--port-image'),
      rule('number.json', '--port-shot'),
      rule('keyword.json', '--port-video'),
      rule('delimiter', '--text-3'),
    ],
    colors: {
      'editor.background': colour('--panel'),
      'editor.foreground': text,
      'editorLineNumber.foreground': colour('--text-3'),
      'editorLineNumber.activeForeground': text,
      'editor.lineHighlightBackground': colour('--raised'),
      'editor.lineHighlightBorder': colour('--raised'),
      'editorCursor.foreground': colour('--accent'),
      'editor.selectionBackground': `${colour('--accent')}55`,
      'editorWidget.background': colour('--raised'),
      'editorWidget.border': colour('--line-strong'),
      'editorError.foreground': colour('--failed'),
      'editorWarning.foreground': colour('--stale'),
      focusBorder: colour('--focus'),
      'scrollbarSlider.background': `${colour('--line-strong')}88`,
    },
  })
  monaco.editor.setTheme(THEME)
}

/** Tokens as the hexadecimal colours that the editor wants: the browser itself converts them. */
function createReader(): (name: `--${string}`, towards?: `--${string}`) => string {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  return (name, towards) => {
    if (!context) return '#808080'
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = towards
      ? `color-mix(in oklab, ${tokenValue(name)} 65%, ${tokenValue(towards)})`
      : tokenValue(name)
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  }
}
