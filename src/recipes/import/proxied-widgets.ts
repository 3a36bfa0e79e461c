import type { Issue } from '../../kernel/index.ts'
import { importIssues } from './issues.ts'
import type { Graph, LiveNode, Widget } from './model.ts'
import { asList, own } from './shape.ts'
import { readShown } from './shown-list.ts'

/**
 * The page of version 1.37 shows inner widgets through proxies: values by position go to the proxies in the order of the
 * list; `-1` means the host's own copy behind an input of that name, everything else the inner widget itself.
 */
export function linkShown(host: LiveNode, inner: Graph, report: (issue: Issue) => void): void {
  const values = asList(own(host.saved, 'widgets_values'))
  const shown = readShown(host)
  const own0 = host.inputs.flatMap((slot) => slot.promoted ?? [])
  const widgets: (Widget | undefined)[] =
    shown.length === 0 ? own0 : shown.map((entry) => target(host, inner, entry, report))
  widgets.forEach((widget, index) => {
    const value = values[index]
    if (widget !== undefined && value !== undefined && value !== null) widget.value = value
  })
}

function target(
  host: LiveNode,
  inner: Graph,
  entry: { readonly id: string; readonly name: string },
  report: (issue: Issue) => void,
): Widget | undefined {
  if (entry.id === '-1') return host.inputs.find((slot) => slot.name === entry.name)?.promoted
  const found = inner.nodes.get(entry.id)?.widgets.find((widget) => widget.name === entry.name)
  if (found === undefined && !entry.name.startsWith('$$')) {
    const at = { nodeId: host.id, field: entry.name }
    report(importIssues.make('import/dangling-promotion', { at, facts: { input: entry.name, source: entry.id } }))
  }
  return found
}
