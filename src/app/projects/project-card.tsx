import { useEffect, useState } from 'react'
import { createSignal, type Live } from '../../kernel/index.ts'
import type { Project } from '../../studio/index.ts'
import { classNames, Icon, IconButton, Text, useFormats, useT } from '../../ui/browser.tsx'
import { Menu, type MenuEntry } from '../../ui/overlays/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'
import type { ProjectQuestion } from './project-dialogs.tsx'
import styles from './projects.module.css'

type ProjectCardProps = { readonly project: Project; readonly onAsk: (question: ProjectQuestion) => void }

/** One storyboard: its picture, what it holds, and what can be done with it. */
export function ProjectCard({ project, onAsk }: ProjectCardProps) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const current = useLive(studio.document, ({ board }) => board.id === project.id)
  // The list learns a cover when the file is saved; the open storyboard's takes are known at once.
  const newest = useLive(studio.takes, (all) => [...all.values()].flat().at(-1)?.assetId)
  const title = project.title.trim() === '' ? t('shell.board.untitled') : project.title
  const trashed = project.trashedAt !== undefined
  const open = () =>
    void attempt(studio, 'projects', async () => {
      if (trashed) await studio.restoreProject(project.id)
      if (!current) await studio.openProject(project.id)
      showScreen('canvas')
    })
  const now = useNow(60_000)
  const age = trashed
    ? t('projects.trashed', { ago: formats.ago(project.trashedAt, Math.max(now, project.trashedAt)) })
    : t('projects.changed', { ago: formats.ago(project.changedAt, Math.max(now, project.changedAt)) })
  return (
    <article className={classNames(styles.card, current && styles.current)}>
      <button type="button" className={styles.picture} aria-label={t('projects.openThis', { title })} onClick={open}>
        <Cover asset={project.cover ?? (current ? newest : undefined)} />
      </button>
      <div className={styles.words}>
        <Text as="h3" strong lines={1}>
          <button type="button" className={styles.name} tabIndex={-1} onClick={open}>
            {title}
          </button>
        </Text>
        <Menu
          trigger={<IconButton icon="more" size="small" label={t('projects.actions', { title })} />}
          align="end"
          entries={() => entriesOf({ project, trashed, onAsk, onOpen: open, t, studio })}
        />
        <Text as="p" size="small" tone="second" className={styles.counts}>
          {t('projects.shots', { count: project.shots })} · {t('projects.nodes', { count: project.nodes })}
        </Text>
        <Text as="p" size="small" tone="third" className={styles.counts}>
          <time dateTime={new Date(project.changedAt).toISOString()} title={formats.dateTime(project.changedAt)}>
            {current && !trashed ? t('projects.current') : age}
          </time>
        </Text>
      </div>
    </article>
  )
}

type EntriesFor = ProjectCardProps & {
  readonly onOpen: () => void
  readonly trashed: boolean
  readonly t: ReturnType<typeof useT>
  readonly studio: ReturnType<typeof useStudio>
}

function entriesOf({ project, trashed, onAsk, onOpen, t, studio }: EntriesFor): readonly MenuEntry[] {
  const { id } = project
  const go = (work: () => Promise<unknown>) => () => void attempt(studio, 'projects', work)
  if (trashed) {
    return [
      { label: t('projects.restore'), icon: 'restore', run: go(() => studio.restoreProject(id)) },
      { type: 'separator' },
      { label: t('projects.remove'), icon: 'trash', danger: true, run: () => onAsk({ ask: 'remove', project }) },
    ]
  }
  const trash = async () => {
    await studio.trashProject(id)
    studio.notify({
      topic: 'trash',
      level: 'info',
      title: t('projects.trashedNow', { title: project.title }),
      actions: [{ label: t('projects.undoTrash'), action: 'file.restore', value: id }],
    })
  }
  return [
    { label: t('projects.openIt'), icon: 'folder', run: onOpen },
    { label: t('projects.rename'), icon: 'text', run: () => onAsk({ ask: 'rename', project }) },
    { label: t('projects.duplicate'), icon: 'copy', run: go(() => studio.duplicateProject(id)) },
    { type: 'separator' },
    { label: t('projects.toTrash'), icon: 'trash', danger: true, run: go(trash) },
  ]
}

const NO_URL: Live<string | undefined> = createSignal<string | undefined>(undefined)

function Cover({ asset }: { readonly asset: string | undefined }) {
  const studio = useStudio()
  const [url, setUrl] = useState<Live<string | undefined>>(NO_URL)
  useEffect(() => {
    if (asset === undefined) return setUrl(NO_URL)
    const taken = studio.acquireUrl(asset, 'thumbnail')
    setUrl(taken.url)
    return () => taken.release()
  }, [studio, asset])
  const address = useLive(url)
  return address === undefined ? <Icon name="projects" size={32} /> : <img src={address} alt="" draggable={false} />
}
