/** Names under a heading, such as the files of a folder. */
export type NameGroup = { readonly title: string; readonly names: readonly string[] }

/** A line of a list of names. */
export type NameRow =
  | { readonly row: 'group'; readonly title: string; readonly count: number }
  | { readonly row: 'name'; readonly name: string; readonly title: string }

/** The lines of groups of which every word of the search is somewhere in heading or name; headings without names are left out. */
export function rowsOf(groups: readonly NameGroup[], search: string): readonly NameRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return groups.flatMap(({ title, names }): readonly NameRow[] => {
    const found = names.filter((name) => words.every((word) => `${title}/${name}`.toLowerCase().includes(word)))
    if (found.length === 0) return []
    const rows = found.map((name) => ({ row: 'name' as const, name, title }))
    return title === '' ? rows : [{ row: 'group', title, count: found.length }, ...rows]
  })
}
