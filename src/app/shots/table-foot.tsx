import { splitFrames } from '../../kernel/index.ts'
import type { ShotRow } from '../../storyboard/index.ts'
import { useFormats, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './shots.module.css'
import { framesOf } from './table.ts'

/** Totals of the whole storyboard, and what can be done with the chosen cells. */
export function TableFoot({ rows, chosen }: { readonly rows: readonly ShotRow[]; readonly chosen: number }) {
  const t = useT()
  const formats = useFormats()
  const rate = useLive(useStudio().document, ({ board }) => board.header.settings.rate)
  const frames = rows.reduce((sum, row) => sum + framesOf(row, rate), 0)
  const { seconds, frames: rest } = splitFrames(frames, rate)
  const average = rows.length === 0 ? 0 : (frames * rate.den) / rate.num / rows.length
  const scenes = new Set(rows.flatMap((row) => row.sceneId ?? [])).size
  return (
    <footer className={styles.foot}>
      <span>
        {t('shots.total', {
          count: rows.length,
          length: `${formats.clock(seconds * 1000)} ${String(rest).padStart(2, '0')} f`,
        })}
      </span>
      <span>{t('shots.scenes', { count: scenes })}</span>
      <span>{t('shots.average', { seconds: formats.number(average, { maximumFractionDigits: 1 }) })}</span>
      <span className={styles.hint}>{chosen > 0 && t('shots.selected', { count: chosen })}</span>
    </footer>
  )
}
