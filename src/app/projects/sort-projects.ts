import type { Project } from '../../studio/index.ts'

/** Ways of sorting projects. */
export const PROJECT_ORDERS = ['byChange', 'byName', 'byCreation'] as const
/** A way of sorting projects. */
export type ProjectOrder = (typeof PROJECT_ORDERS)[number]

/** What of the projects is wanted. */
export type ProjectView = { readonly query: string; readonly order: ProjectOrder; readonly trash: boolean }

/** The projects of one shelf (alive or trash) whose names hold every word of the query, in the wished order. */
export function viewProjects(
  projects: readonly Project[],
  { query, order, trash }: ProjectView,
  locale?: string,
): readonly Project[] {
  const words = query.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean)
  const names = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' })
  const compare = {
    byChange: (a: Project, b: Project) => b.changedAt - a.changedAt,
    byCreation: (a: Project, b: Project) => b.createdAt - a.createdAt,
    byName: (a: Project, b: Project) => names.compare(a.title, b.title),
  }[order]
  return projects
    .filter((project) => (project.trashedAt !== undefined) === trash)
    .filter(({ title }) => words.every((word) => title.toLocaleLowerCase(locale).includes(word)))
    .sort(compare)
}
