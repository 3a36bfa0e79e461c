import { useMemo, useState } from 'react'
import { Tabs, useT } from '../../ui/browser.tsx'
import { NameList } from './name-list.tsx'
import type { NameGroup } from './name-rows.ts'
import type { Capabilities, Server } from './parts.ts'
import { ServerRecipes } from './server-recipes.tsx'
import styles from './servers.module.css'

type ContentsProps = { readonly server: Server; readonly capabilities: Capabilities }

/** What a server has: which recipes it can run, its model files by folder, its nodes. */
export function ServerContents({ server, capabilities }: ContentsProps) {
  const t = useT()
  const [tab, setTab] = useState<'recipes' | 'models' | 'nodes'>('recipes')
  const { models, classes } = useNames(capabilities)
  const files = models.reduce((sum, { names }) => sum + names.length, 0)
  return (
    <Tabs
      className={styles.contents}
      label={t('servers.contents', { name: server.name })}
      value={tab}
      onChange={setTab}
      tabs={[
        { id: 'recipes', label: t('servers.recipes') },
        { id: 'models', label: t('servers.models'), count: files },
        { id: 'nodes', label: t('servers.nodes'), count: capabilities.classes.size },
      ]}
    >
      {tab === 'recipes' && <ServerRecipes server={server} capabilities={capabilities} />}
      {tab === 'models' && files === 0 && <p className={styles.quiet}>{t('servers.noModels')}</p>}
      {tab === 'models' && files > 0 && (
        <NameList
          key="models"
          label={t('servers.models')}
          search={t('servers.searchModels', { count: files })}
          groups={models}
        />
      )}
      {tab === 'nodes' && capabilities.classes.size === 0 && <p className={styles.quiet}>{t('servers.noNodes')}</p>}
      {tab === 'nodes' && capabilities.classes.size > 0 && (
        <NameList
          key="nodes"
          label={t('servers.nodes')}
          search={t('servers.searchNodes', { count: capabilities.classes.size })}
          groups={classes}
        />
      )}
    </Tabs>
  )
}

function useNames({ models, classes }: Capabilities) {
  const byFolder = useMemo(
    (): readonly NameGroup[] =>
      [...models]
        .map(([title, names]) => ({ title, names: [...names].sort() }))
        .sort((a, b) => (a.title < b.title ? -1 : 1)),
    [models],
  )
  const all = useMemo((): readonly NameGroup[] => [{ title: '', names: [...classes].sort() }], [classes])
  return { models: byFolder, classes: all }
}
