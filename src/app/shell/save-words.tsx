import type { SaveState } from '../../studio/index.ts'
import { Button, classNames, Icon, titleWhenCut, useFormats, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'
import { useSay } from '../words/say.browser.ts'
import { downloadCopy } from './files.browser.ts'
import styles from './top-bar.module.css'

/** How often the age of the last save is written anew (ms). */
const TICK = 5000
const HOUR = 3_600_000

/** Whether everything is on disk, in words; what to do when it is not. */
export function SaveWords() {
  const say = useSay()
  const t = useT()
  const studio = useStudio()
  const save = useLive(studio.document, (state) => state.save)
  const shown = useLive(studio.document, ({ readOnly }) => readOnly === undefined)
  if (!shown) return null
  if (save.state !== 'failed') return <Words save={save} />
  const words = t('shell.saved.failed', { reason: say(save.failure) })
  return (
    <span className={styles.unsaved}>
      <Icon name="error" />
      <span className={styles.cut} onPointerEnter={titleWhenCut}>
        {words}
      </span>
      <Button size="small" icon="download" onClick={() => downloadCopy(studio)}>
        {t('shell.saved.download')}
      </Button>
      <Button size="small" onClick={() => void studio.saveNow()}>
        {t('shell.saved.again')}
      </Button>
    </span>
  )
}

function Words({ save }: { readonly save: Exclude<SaveState, { state: 'failed' }> }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow(TICK, save.state === 'saved')
  const text = () => {
    if (save.state === 'saving') return t('shell.saved.saving')
    if (save.state === 'unsaved') return t('shell.saved.unsaved')
    const age = now - save.at
    if (age < TICK) return t('shell.saved.now')
    if (age > HOUR) return t('shell.saved.at', { time: formats.time(save.at) })
    return t('shell.saved.ago', { ago: formats.ago(save.at, now) })
  }
  const title = save.state === 'saved' ? formats.dateTime(save.at) : undefined
  return (
    <span className={classNames(styles.saved, styles.cut)} title={title}>
      {text()}
    </span>
  )
}
