import { useEffect, useState } from 'react'
import { Icon, Text, useT } from '../../ui/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import styles from './drop-zone.module.css'
import { openFiles } from './files.browser.ts'

const MEDIA = /^(image|audio|video)\//

/** Takes files that are dropped anywhere. Pictures and sounds that fall on the canvas are left to it: it knows where. */
export function DropZone() {
  const t = useT()
  const studio = useStudio()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const abort = new AbortController()
    const options = { signal: abort.signal, capture: true }
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const dragover = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      // Without this the browser would leave the page to show the file.
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!carriesFiles(event)) return
      const files = [...(event.dataTransfer?.files ?? [])]
      if (knowsWhere(event.target) && files.every(({ type }) => MEDIA.test(type))) return
      event.preventDefault()
      event.stopPropagation()
      void openFiles(studio, files)
    }
    window.addEventListener('dragover', dragover, options)
    window.addEventListener('dragleave', leave, options)
    window.addEventListener('dragend', () => setOver(false), options)
    window.addEventListener('drop', drop, options)
    return () => abort.abort()
  }, [studio])
  if (!over) return null
  return (
    <div className={styles.over} aria-hidden>
      <Icon name="download" size={32} />
      <Text size="title">{t('shell.drop.title')}</Text>
      <Text tone="second">{t('shell.drop.text')}</Text>
    </div>
  )
}

/** Surfaces that put media where it falls mark themselves. */
function knowsWhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-drop="media"], .react-flow') !== null
}
