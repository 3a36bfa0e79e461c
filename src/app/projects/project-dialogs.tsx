import { useState } from 'react'
import type { Project } from '../../studio/index.ts'
import { Button, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { ConfirmDialog, Dialog } from '../../ui/overlays/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'

/** Something to be asked about a project. */
export type ProjectQuestion = { readonly ask: 'rename' | 'remove'; readonly project: Project }

type ProjectDialogsProps = { readonly question: ProjectQuestion | undefined; readonly onClose: () => void }

/** The questions of the Projects screen. */
export function ProjectDialogs({ question, onClose }: ProjectDialogsProps) {
  const t = useT()
  const studio = useStudio()
  if (!question) return null
  const { ask, project } = question
  if (ask === 'rename') return <RenameDialog key={project.id} project={project} onClose={onClose} />
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      tone="danger"
      title={t('projects.removeTitle', { title: project.title })}
      confirm={t('projects.remove')}
      onConfirm={() => void attempt(studio, 'projects', () => studio.deleteProject(project.id))}
    >
      {t('projects.removeText')}
    </ConfirmDialog>
  )
}

function RenameDialog({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
  const t = useT()
  const studio = useStudio()
  const [name, setName] = useState(project.title)
  const rename = () => {
    onClose()
    const next = name.trim()
    if (next !== '' && next !== project.title)
      void attempt(studio, 'projects', () => studio.renameProject(project.id, next))
  }
  return (
    <Dialog
      open
      size="small"
      onOpenChange={onClose}
      title={t('projects.renameTitle', { title: project.title })}
      footer={
        <Button variant="primary" disabled={name.trim() === ''} onClick={rename}>
          {t('projects.rename')}
        </Button>
      }
    >
      <TextField
        label={t('projects.name')}
        value={name}
        maxLength={200}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && name.trim() !== '') rename()
        }}
      />
    </Dialog>
  )
}
