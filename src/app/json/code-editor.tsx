import { Editor } from '@monaco-editor/react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { Skeleton } from '../../ui/browser.tsx'
import { followTheme, setSchema, THEME } from './monaco.browser.ts'

/** What the editor takes. */
export type CodeEditorProps = {
  readonly label: string
  /** Address of the text: another one is another text with its own undo. */
  readonly path: string
  readonly text: string
  readonly schema: object
  readonly readOnly: boolean
  readonly onText: (text: string) => void
  /** Ctrl+Enter or Ctrl+S. */
  readonly onApply: () => void
}

/** A JSON editor with completion and errors by schema. Tab leaves it, so that nobody is caught inside. */
export function CodeEditor({ label, path, text, schema, readOnly, onText, onApply }: CodeEditorProps) {
  const apply = useRef(onApply)
  useLayoutEffect(() => {
    apply.current = onApply
  })
  useEffect(followTheme, [])
  useEffect(() => setSchema(path, schema), [path, schema])
  return (
    <Editor
      language="json"
      path={path}
      theme={THEME}
      value={text}
      loading={<Skeleton lines={8} />}
      onChange={(next) => onText(next ?? '')}
      onMount={(editor, monaco) => {
        editor.addAction({
          id: 'framewright.apply',
          label,
          keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS],
          run: () => apply.current(),
        })
      }}
      options={{
        ariaLabel: label,
        readOnly,
        tabFocusMode: true,
        minimap: { enabled: false },
        automaticLayout: true,
        scrollBeyondLastLine: false,
        fontSize: 12,
        lineHeight: 18,
        fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", monospace',
        lineNumbersMinChars: 3,
        // Dimmed as usual, the number of the last line would be too faint to read.
        renderFinalNewline: 'on',
        folding: true,
        glyphMargin: false,
        wordWrap: 'on',
        tabSize: 2,
        renderLineHighlight: 'line',
        overviewRulerLanes: 0,
        stickyScroll: { enabled: false },
        padding: { top: 8, bottom: 8 },
        fixedOverflowWidgets: true,
      }}
    />
  )
}
