import { useEffect, useState } from 'react'
import { useT } from '../../ui/browser.tsx'
import { NumberField } from '../../ui/fields/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'
import { Setting } from './setting.tsx'

/** How many jobs may wait at a time. */
export function WaitingSetting() {
  const t = useT()
  const studio = useStudio()
  const [most, setMost] = useState<number | null>(null)
  useEffect(() => {
    let current = true
    void attempt(studio, 'queue', () => studio.waitingLimit()).then((found) => {
      if (current && found !== undefined) setMost(found)
    })
    return () => {
      current = false
    }
  }, [studio])
  const change = (next: number | null) => {
    if (next === null) return
    setMost(next)
    void attempt(studio, 'queue', () => studio.setWaitingLimit(next))
  }
  const label = t('settings.waiting.label')
  return (
    <Setting id="waiting" words={[label, t('settings.waiting.words')]}>
      <NumberField
        label={label}
        layout="row"
        hint={t('settings.waiting.hint')}
        value={most}
        min={1}
        max={1_000_000}
        step={100}
        unit={t('settings.waiting.unit')}
        onChange={setMost}
        onCommit={change}
      />
    </Setting>
  )
}
