/** What an undo entry is called: the words of the screen that made it, or those of its first edit. */
export function stepLabel(label: string | undefined, find: (key: string) => string | undefined): string | undefined {
  if (label === undefined) return undefined
  return /^[a-z][A-Za-z]*$/.test(label) ? (find(`shell.edit.${label}`) ?? label) : label
}
