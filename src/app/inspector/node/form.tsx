import { useMemo } from 'react'
import { Text } from '../../../ui/browser.tsx'
import { FieldLine } from '../fields/field-line.tsx'
import styles from '../inspector.module.css'
import type { NodeView } from '../model/node-view.ts'
import { commonFields, type InspectorField, sectionsOf } from '../model/schema-fields.ts'
import { useWords } from '../words.browser.ts'

/** Widgets that carry their own heading or none. */
const ALONE: ReadonlySet<string> = new Set(['clips'])

/** The parameters of one node, or those that several nodes have in common, by section. */
export function Form({ nodes, readOnly }: { readonly nodes: readonly NodeView[]; readonly readOnly: boolean }) {
  const kinds = nodes.flatMap(({ kind }) => kind ?? [])
  const names = kinds.map(({ kind }) => kind).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the kinds, which are a new list each time
  const sections = useMemo(() => sectionsOf(commonFields(kinds)), [names])
  return sections.map(({ section, fields }) => <Section key={section} {...{ section, fields, nodes, readOnly }} />)
}

type SectionProps = {
  readonly section: string
  readonly fields: readonly InspectorField[]
  readonly nodes: readonly NodeView[]
  readonly readOnly: boolean
}

function Section({ section, fields, nodes, readOnly }: SectionProps) {
  const words = useWords()
  const heading = section === '' || section === 'making' ? undefined : words.section(section)
  const label = (field: InspectorField) => words.field(nodes[0]?.node.kind, field.name)
  return (
    <div className={styles.section}>
      {heading && (
        <Text as="h2" strong>
          {heading}
        </Text>
      )}
      {fields.map((field) => (
        <FieldLine
          key={field.name}
          {...{ field, nodes, readOnly }}
          bare={ALONE.has(field.widget) || label(field) === heading}
        />
      ))}
    </div>
  )
}
