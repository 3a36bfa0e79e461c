import { useState } from 'react'
import { IconButton, useT } from '../../ui/browser.tsx'
import { ConfirmDialog, Menu, type MenuEntry } from '../../ui/overlays/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'
import type { Server } from './parts.ts'

/** Everything that is decided about a server now and then: whether it takes jobs, its login, whether it stays. */
export function ServerMenu({ server, onLogin }: { readonly server: Server; readonly onLogin: () => void }) {
  const t = useT()
  const studio = useStudio()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton icon="more" size="small" variant="quiet" label={t('servers.menu', { name: server.name })} />
        }
        entries={[
          ...useIntakeEntries(server),
          { type: 'separator' },
          { label: t('servers.loginEntry'), icon: 'lock', run: onLogin },
          {
            label: t('servers.removeEntry'),
            icon: 'trash',
            danger: true,
            disabled: server.intake === 'removing',
            run: () => setAsking(true),
          },
        ]}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('servers.removeTitle', { name: server.name })}
        confirm={t('servers.removeConfirm')}
        tone="danger"
        onConfirm={() => void attempt(studio, 'servers', () => studio.removeServer(server.id))}
      >
        {t('servers.removeText')}
      </ConfirmDialog>
    </>
  )
}

function useIntakeEntries({ id, enabled, intake }: Server): readonly MenuEntry[] {
  const t = useT()
  const studio = useStudio()
  const change = (to: Parameters<typeof studio.updateServer>[1]) => () =>
    void attempt(studio, 'servers', () => studio.updateServer(id, to))
  if (intake === 'removing') return []
  if (!enabled) return [{ label: t('servers.enabled'), icon: 'run', run: change({ enabled: true }) }]
  return [
    ...(intake === undefined
      ? [
          { label: t('servers.pause'), icon: 'pause' as const, run: change({ intake: 'paused' }) },
          { label: t('servers.drain'), icon: 'download' as const, run: change({ intake: 'draining' }) },
        ]
      : [{ label: t('servers.takeAgain'), icon: 'play' as const, run: change({ intake: 'open' }) }]),
    { label: t('servers.switchOff'), icon: 'stop', run: change({ enabled: false }) },
  ]
}
