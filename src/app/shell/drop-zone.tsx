import { useEffect, useState } from 'react'
import { Icon, Text, useT } from '../../ui/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import styles from './drop-zone.module.css'
import { openFiles } from './files.browser.ts'

/** Takes files that are dropped anywhere, unless what they fell on (the canvas, a field) has taken them: it knows where. */
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
    const end = () => setOver(false)
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented || !carriesFiles(event)) return
      event.preventDefault()
      void openFiles(studio, [...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragover', dragover, options)
    window.addEventListener('dragleave', leave, options)
    window.addEventListener('dragend', end, options)
    window.addEventListener('drop', end, options)
    window.addEventListener('drop', drop, { signal: abort.signal })
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
