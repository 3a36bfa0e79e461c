import { useState } from 'react'
import { BarSpace, Button, EmptyState, Screen, useT } from '../../ui/browser.tsx'
import { FileButton, Segmented, Select, TextField } from '../../ui/fields/browser.tsx'
import { newProject } from '../shell/commands.browser.ts'
import { OPENABLE, openFiles } from '../shell/files.browser.ts'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { ProjectCard } from './project-card.tsx'
import { ProjectDialogs, type ProjectQuestion } from './project-dialogs.tsx'
import styles from './projects.module.css'
import { PROJECT_ORDERS, type ProjectOrder, viewProjects } from './sort-projects.ts'

/** All storyboards of this browser. */
export function ProjectsScreen() {
  const t = useT()
  const studio = useStudio()
  const projects = useLive(studio.projects)
  const [query, setQuery] = useState('')
  const [order, setOrder] = useState<ProjectOrder>('byChange')
  const [shelf, setShelf] = useState<'alive' | 'trash'>('alive')
  const [question, setQuestion] = useState<ProjectQuestion | undefined>(undefined)
  const shown = viewProjects(projects, { query, order, trash: shelf === 'trash' })
  const trashed = projects.reduce((sum, one) => sum + (one.trashedAt === undefined ? 0 : 1), 0)
  const create = () => void attempt(studio, 'projects', () => newProject(studio))
  return (
    <Screen
      title={t('projects.title')}
      scrolls
      bar={
        <>
          <TextField
            label={t('projects.search')}
            layout="bare"
            type="search"
            placeholder={t('projects.search')}
            value={query}
            onChange={setQuery}
            className={styles.search}
          />
          <Select
            label={t('projects.sort')}
            layout="bare"
            value={order}
            options={PROJECT_ORDERS.map((value) => ({ value, label: t(`projects.${value}`) }))}
            onChange={setOrder}
            className={styles.sort}
          />
          <Segmented
            label={t('projects.shown')}
            value={shelf}
            segments={[
              { value: 'alive', label: t('projects.alive') },
              { value: 'trash', label: trashed > 0 ? `${t('projects.trash')} (${trashed})` : t('projects.trash') },
            ]}
            onChange={setShelf}
          />
          <BarSpace />
          <FileButton icon="folder" accept={OPENABLE} multiple onFiles={(files) => void openFiles(studio, files)}>
            {t('projects.open')}
          </FileButton>
          <Button variant="primary" icon="plus" onClick={create}>
            {t('projects.new')}
          </Button>
        </>
      }
    >
      {shown.length > 0 ? (
        <ul className={styles.grid}>
          {shown.map((project) => (
            <li key={project.id}>
              <ProjectCard project={project} onAsk={setQuestion} />
            </li>
          ))}
        </ul>
      ) : (
        <Nothing query={query} trash={shelf === 'trash'} onCreate={create} />
      )}
      <ProjectDialogs question={question} onClose={() => setQuestion(undefined)} />
    </Screen>
  )
}

type NothingProps = { readonly query: string; readonly trash: boolean; readonly onCreate: () => void }

function Nothing({ query, trash, onCreate }: NothingProps) {
  const t = useT()
  if (query.trim() !== '')
    return (
      <EmptyState icon="search" title={t('projects.noneTitle', { query })}>
        {t('projects.noneText')}
      </EmptyState>
    )
  if (trash)
    return (
      <EmptyState icon="trash" title={t('projects.trashEmptyTitle')}>
        {t('projects.trashEmptyText')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon="projects"
      title={t('projects.emptyTitle')}
      action={
        <Button variant="primary" icon="plus" onClick={onCreate}>
          {t('projects.new')}
        </Button>
      }
    >
      {t('projects.emptyText')}
    </EmptyState>
  )
}
