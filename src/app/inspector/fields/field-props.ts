import type { EditCommand } from '../../../storyboard/index.ts'
import type { NodeView } from '../model/node-view.ts'
import type { InspectorField } from '../model/schema-fields.ts'

/** How a field writes: `group` joins edits into one undo entry, `extra` goes into the same edit. */
export type WriteOptions = { readonly group?: string | undefined; readonly extra?: readonly EditCommand[] | undefined }

/** What every widget of the form takes. Values are the kind's own, parsed; several nodes may stand behind one widget. */
export type FieldProps = {
  readonly field: InspectorField
  readonly label: string
  readonly layout: 'row' | 'stack' | 'bare'
  readonly value: unknown
  readonly mixed: boolean
  readonly nodes: readonly NodeView[]
  /** What to say under the field: issues that do not forbid running. */
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly readOnly: boolean
  /** Writes one value into all nodes (`undefined` = back to the default); answers why it was refused. */
  write(value: unknown, options?: WriteOptions): string | undefined
  /** Writes a value of its own into each node. */
  writeEach(make: (node: NodeView) => unknown, options?: WriteOptions): string | undefined
}
