import { useFind } from '../../ui/browser.tsx'
import { humanise } from './model/humanise.ts'

/** Names of kinds, fields, sections, options and ports: from the catalogue, else made readable from what the program calls them. */
export type Words = {
  kind(kind: string): string
  /** `3 shots`. */
  count(kind: string, count: number): string
  field(kind: string | undefined, field: string): string
  section(section: string): string
  option(field: string, value: string): string
  port(port: string): string
  /** Who made a take: an engine of ours by what it does, any other by its name. */
  engine(engine: string): string
  /** A value that takes are made from, such as `prompt` or `width`. */
  value(name: string): string
}

/** The names in the current language. Keys are made at run time, because kinds are not known here. */
export function useWords(): Words {
  const find = useFind()
  const plain = (key: string) => (/^[\w$. -]+$/.test(key) ? find(key) : undefined)
  const field = (kind: string | undefined, name: string) =>
    (kind === undefined ? undefined : plain(`inspector.kindFields.${kind}.${name}`)) ??
    plain(`inspector.kindFields.any.${name}`) ??
    humanise(name)
  return {
    kind: (kind) => plain(`inspector.kindFields.names.${kind}`) ?? humanise(kind),
    count: (kind, count) => {
      const said = /^[\w-]+$/.test(kind) ? find(`inspector.kindFields.counts.${kind}`, { count }) : undefined
      // A number stays with what it counts when the line breaks.
      return (said ?? `${count} × ${kind}`).replaceAll(' ', '\u00a0')
    },
    field,
    section: (section) => plain(`inspector.kindFields.sections.${section}`) ?? humanise(section),
    option: (name, value) =>
      (value.includes('.') ? undefined : plain(`inspector.kindFields.options.${name}.${value}`)) ?? value,
    port: (port) => plain(`inspector.kindFields.ports.${port}`) ?? humanise(port),
    engine: (engine) => plain(`inspector.engineNames.${engine}`) ?? engine,
    value: (name) => plain(`inspector.kindFields.values.${name}`) ?? field(undefined, name),
  }
}
