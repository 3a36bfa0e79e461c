import { preflight } from '../../recipes/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { Icon, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import styles from './servers.module.css'

type RecipesProps = {
  readonly server: ServerState['server']
  readonly capabilities: NonNullable<ServerState['capabilities']>
}

/** Which recipes a server can run, and what is missing for the others. */
export function ServerRecipes({ server, capabilities }: RecipesProps) {
  const t = useT()
  const say = useSay()
  const recipes = useLive(useStudio().recipes)
  return (
    <ul className={styles.recipes} aria-label={t('servers.recipes')}>
      {recipes.map((recipe) => {
        const issues = preflight(recipe, capabilities, server.name)
        return (
          <li key={recipe.id} className={issues.length > 0 ? styles.unable : undefined}>
            <Icon
              name={issues.length === 0 ? 'check' : 'warning'}
              label={issues.length === 0 ? t('servers.canRun') : t('servers.cannotRun')}
            />
            <b>{recipe.title}</b>
            <span>{issues.length === 0 ? recipe.purpose : issues.map(say).join(' ')}</span>
          </li>
        )
      })}
    </ul>
  )
}
