import { readDefinitions } from '../import/raw-graph.ts'
import { asList, asShape, asText, own, type Shape } from '../import/shape.ts'
import { loaderInputs, modelName } from './classes.ts'
import { type Finding, findingOf } from './finding.ts'
import type { Place, PromptGraph } from './graph.ts'

/** A model file that a graph needs. */
export type NeededModel = { readonly folder: string; readonly name: string; readonly url?: string }

/** LoRAs that make a model need fewer steps: part of the graph's settings, no style. */
const SPEED = /light(?:ning|x2v)|turbo|hyper|lcm|distill|causvid|\d+[-_ ]?steps?|accel|pusa|dmd/i

/** Loaders as inputs that choose a file; styles (LoRAs) as one list, which keeps the author's files where none is given. */
export function findModels(graph: PromptGraph): readonly Finding[] {
  const styles: Place[] = []
  const files = new Map<string, Finding>()
  for (const node of graph.ids) {
    for (const [input, folder] of loaderInputs(graph.classOf(node))) {
      const file = graph.literal({ node, input })
      if (typeof file !== 'string') continue
      if (folder === 'loras' && !SPEED.test(file)) {
        styles.push({ node, input })
        continue
      }
      // One file that several nodes load is one choice.
      const known = files.get(`${folder} ${file}`)
      const bind = [...(known?.bind ?? []), { node, input }]
      files.set(`${folder} ${file}`, known ? { ...known, bind } : made(graph, { node, input }, folder))
    }
  }
  return [...findingOf({ name: 'loras', type: 'lora', bind: styles, folder: 'loras' }), ...files.values()]
}

function made(graph: PromptGraph, place: Place, folder: string): Finding {
  const title = graph.titleOf(place.node)
  return {
    name: modelName(folder),
    type: 'model',
    folder,
    bind: [place],
    ...(title === undefined ? {} : { label: title }),
  }
}

/** Files that loaders name, with the addresses that the workflow gives for them. */
export function neededModels(graph: PromptGraph, workflow: Shape | undefined): readonly NeededModel[] {
  const named = new Map<string, NeededModel>()
  for (const one of modelsInFile(workflow)) named.set(one.name, one)
  const needed = new Map<string, NeededModel>()
  for (const node of graph.ids) {
    for (const [input, folder] of loaderInputs(graph.classOf(node))) {
      const name = graph.literal({ node, input })
      if (typeof name !== 'string' || name === '') continue
      const known = named.get(name) ?? named.get(name.split(/[\\/]/).at(-1) ?? '')
      // The folder is where the loader looks, whatever the file says.
      needed.set(`${folder} ${name}`, { folder, name, ...(known?.url === undefined ? {} : { url: known.url }) })
    }
  }
  for (const one of named.values()) {
    const listed = [...needed.values()].some(({ name }) => name.split(/[\\/]/).at(-1) === one.name)
    if (!listed && usesFile(graph, one.name)) needed.set(`${one.folder} ${one.name}`, one)
  }
  return [...needed.values()].sort((a, b) => (`${a.folder} ${a.name}` < `${b.folder} ${b.name}` ? -1 : 1))
}

function usesFile(graph: PromptGraph, name: string): boolean {
  return graph.ids.some((id) => Object.values(graph.inputs(id)).includes(name))
}

/** `properties.models` of nodes and `models` of the whole file; only addresses that a browser may open count. */
function modelsInFile(workflow: Shape | undefined): readonly NeededModel[] {
  if (workflow === undefined) return []
  const graphs = [workflow, ...readDefinitions(workflow)]
  const lists = graphs.flatMap((graph) => [
    ...asList(own(graph, 'models')),
    ...asList(own(graph, 'nodes')).flatMap((node) => asList(own(asShape(own(asShape(node), 'properties')), 'models'))),
  ])
  return lists.flatMap((value) => {
    const model = asShape(value)
    const name = asText(own(model, 'name'))
    const folder = asText(own(model, 'directory'))
    const url = asText(own(model, 'url'))
    if (!name || !folder) return []
    return [{ folder, name, ...(url && /^https:\/\//i.test(url) ? { url } : {}) }]
  })
}
