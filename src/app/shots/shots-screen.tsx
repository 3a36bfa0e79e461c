import { useMemo, useState } from 'react'
import type { Assessment } from '../../jobs/index.ts'
import { listShots, type ShotRow } from '../../storyboard/index.ts'
import { BarSpace, Button, EmptyState, Screen, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { Menu } from '../../ui/overlays/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './shots.module.css'
import { ShotsGrid } from './shots-grid.tsx'
import { COLUMNS, type Column, FIRST_COLUMNS, filterRows, sortRows, type TableView, tableLines } from './table.ts'
import { TableFoot } from './table-foot.tsx'
import { useTableEdits } from './use-table-edits.browser.ts'

/** The storyboard as a table of shots: the same document and the same undo as the canvas. */
export function ShotsScreen() {
  const t = useT()
  const studio = useStudio()
  const [view, setView] = useState<TableView>({ filter: '', columns: FIRST_COLUMNS })
  const [chosen, setChosen] = useState(0)
  const { rows, shown, lines } = useTable(view)
  const edits = useTableEdits(shown, view.columns)
  const scenes = useLive(studio.document, ({ evaluation }) => evaluation.story.at(-1)?.sceneId)
  const add = () => edits.add(rows.at(-1)?.sceneId ?? scenes)
  return (
    <Screen title={t('shots.title')} bar={<ShotsBar view={view} onView={setView} onAdd={add} />}>
      {shown.length > 0 ? (
        <ShotsGrid
          lines={lines}
          shots={shown}
          rows={rows}
          edits={edits}
          columns={view.columns}
          sort={view.sort}
          onSort={(sort) => setView({ ...view, sort })}
          onChosen={setChosen}
        />
      ) : (
        <div className={styles.empty}>
          {rows.length > 0 ? (
            <EmptyState
              icon="search"
              title={t('shots.noMatch')}
              action={<Button onClick={() => setView({ ...view, filter: '' })}>{t('shots.clearFilter')}</Button>}
            />
          ) : (
            <EmptyState
              icon="shots"
              title={t('shots.empty')}
              action={
                <Button variant="primary" icon="plus" onClick={add}>
                  {t('shots.addShot')}
                </Button>
              }
            >
              {t('shots.emptyText')}
            </EmptyState>
          )}
        </div>
      )}
      <TableFoot rows={rows} chosen={chosen} />
    </Screen>
  )
}

function useTable({ filter, sort }: TableView) {
  const studio = useStudio()
  const board = useLive(studio.document, (state) => state.board)
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  const assessments = useLive(studio.assessments)
  const rows = useMemo(() => listShots(board, evaluation), [board, evaluation])
  return useMemo(() => {
    const shown = sortRows(
      filterRows(rows, filter, (row) => knowledgeOf(row, assessments)),
      sort,
    )
    return { rows, shown, lines: tableLines(shown, board.header.settings.rate, sort !== undefined) }
  }, [rows, filter, sort, assessments, board.header.settings.rate])
}

function knowledgeOf(row: ShotRow, assessments: ReadonlyMap<string, Assessment>): string {
  return [...row.videos, ...row.images].map((id) => assessments.get(id)?.knowledge ?? '').join(' ')
}

type BarProps = { readonly view: TableView; readonly onView: (view: TableView) => void; readonly onAdd: () => void }

function ShotsBar({ view, onView, onAdd }: BarProps) {
  const t = useT()
  const sort = view.sort
  const toggle = (column: Column, on: boolean) =>
    onView({ ...view, columns: COLUMNS.filter((one) => (one === column ? on : view.columns.includes(one))) })
  return (
    <>
      <BarSpace />
      {sort && (
        <Button size="small" icon="close" onClick={() => onView({ ...view, sort: undefined })}>
          {t('shots.sortedBy', { column: t(`shots.column.${sort.column}`) })}
        </Button>
      )}
      <TextField
        label={t('shots.filter')}
        layout="bare"
        type="search"
        icon="search"
        value={view.filter}
        onChange={(filter) => onView({ ...view, filter })}
        placeholder={t('shots.filter')}
        className={styles.filter}
      />
      <Menu
        trigger={<Button iconEnd="chevron-down">{t('shots.columns')}</Button>}
        entries={() =>
          COLUMNS.filter((column) => column !== 'shot').map((column) => ({
            type: 'check',
            label: t(`shots.column.${column}`),
            checked: view.columns.includes(column),
            change: (on: boolean) => toggle(column, on),
          }))
        }
      />
      <Button icon="plus" onClick={onAdd}>
        {t('shots.addShot')}
      </Button>
    </>
  )
}
