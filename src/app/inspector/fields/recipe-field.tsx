import { useMemo } from 'react'
import type { Recipe } from '../../../recipes/index.ts'
import { useFormats, useT } from '../../../ui/browser.tsx'
import { Combobox, Select } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { fittingRecipes, purposesOf, recipeOf, recipeOnServers } from '../model/recipe-choice.ts'
import type { FieldProps } from './field-props.ts'

const AUTOMATIC = ''
/** A plain choice takes an empty value for none at all. */
const ANYWHERE = 'anywhere'

/** The recipe that makes a node: those that fit, each with the servers that can run it or the reason why none can. */
export function RecipeLine({ label, layout, value, mixed, nodes, hint, error, readOnly, write }: FieldProps) {
  const t = useT()
  const formats = useFormats()
  const { rows, automatic, missing } = useRecipes(nodes, value)
  const chosen = rows.find(({ recipe }) => recipe.id === value)
  const detail = ({ able, reasons }: (typeof rows)[number]) =>
    able.length > 0 ? formats.list(able) : (reasons[0] ?? t('inspector.recipe.noServer'))
  const refused = chosen && chosen.able.length === 0 ? (chosen.reasons[0] ?? t('inspector.recipe.noServer')) : undefined
  return (
    <Combobox
      {...{ label, layout, mixed }}
      hint={refused ?? hint}
      error={missing ? t('inspector.recipe.absent', { recipe: String(value) }) : error}
      disabled={readOnly}
      value={typeof value === 'string' ? value : AUTOMATIC}
      options={[
        {
          value: AUTOMATIC,
          label: automatic
            ? t('inspector.recipe.automatic', { recipe: automatic.title })
            : t('inspector.recipe.automaticNone'),
        },
        ...rows.map((row) => ({
          value: row.recipe.id,
          label: row.recipe.title,
          detail: detail(row),
          group: t(row.able.length > 0 ? 'inspector.recipe.able' : 'inspector.recipe.unable'),
        })),
      ]}
      onChange={(next) => write(next === AUTOMATIC ? undefined : next)}
    />
  )
}

function useRecipes(nodes: FieldProps['nodes'], value: unknown) {
  const studio = useStudio()
  const t = useT()
  const recipes = useLive(studio.recipes)
  const servers = useLive(studio.servers)
  const settings = useLive(studio.document, (state) => state.board.header.settings)
  const assessment = useLive(studio.assessments, (all) => all.get(nodes[0]?.id ?? ''))
  const rows = useMemo(() => {
    const fitting = fittingRecipes(recipes, purposesOf(nodes))
    const silent = (server: string) => t('inspector.recipe.silent', { server })
    return fitting
      .map((recipe) => recipeOnServers(recipe, servers, silent))
      .sort((a, b) => b.able.length - a.able.length)
  }, [recipes, servers, nodes, t])
  const [first] = nodes
  const { recipe: _own, ...others } = first?.params ?? {}
  const automatic: Recipe | undefined =
    first && recipeOf({ ...first, params: others }, recipes, settings, value === undefined ? assessment : undefined)
  return { rows, automatic, missing: typeof value === 'string' && !recipes.some(({ id }) => id === value) }
}

/** Where a node is made: wherever it can, on a server only, or drawn in this browser. */
export function EngineLine({ label, layout, value, mixed, nodes, hint, error, readOnly, write }: FieldProps) {
  const t = useT()
  const studio = useStudio()
  const servers = useLive(studio.servers)
  const choice = useLive(studio.assessments, (all) => all.get(nodes[0]?.id ?? '')?.choice)
  const on = servers.filter(({ server }) => server.enabled).length
  const able = choice && 'engine' in choice ? choice.servers.length : 0
  const automatic =
    on === 0 ? t('inspector.engine.automaticDraft') : t('inspector.engine.automatic', { able, count: on })
  return (
    <Select
      {...{ label, layout, mixed, hint, error }}
      disabled={readOnly}
      value={typeof value === 'string' ? value : ANYWHERE}
      options={[
        { value: ANYWHERE, label: automatic },
        { value: 'comfyui', label: t('inspector.engine.comfyui') },
        { value: 'animatic', label: t('inspector.engine.animatic') },
      ]}
      onChange={(next) => write(next === ANYWHERE ? undefined : next)}
    />
  )
}
