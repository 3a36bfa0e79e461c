import { type ClassDef, type InputSpec, readSpecs } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import { addFrontendInputs } from './frontend-widgets.ts'
import { asList, asShape, asText, asType, own, type Shape } from './shape.ts'

/** Reads one class of `/object_info`; undefined when it does not describe a class. */
export function readClass(name: string, value: unknown, traits: Traits): ClassDef | undefined {
  const shape = asShape(value)
  const input = asShape(own(shape, 'input'))
  if (shape === undefined) return undefined
  const listed = addFrontendInputs(name, readSpecs(input), traits)
  return {
    name,
    title: asText(own(shape, 'display_name')) || name,
    inputs: inOrder(listed, asShape(own(shape, 'input_order'))),
    listed,
    outputs: readOutputs(shape),
  }
}

function inOrder(listed: readonly InputSpec[], order: Shape | undefined): readonly InputSpec[] {
  if (order === undefined) return listed
  const rest = new Map(listed.map((spec) => [spec.name, spec]))
  const ordered: InputSpec[] = []
  for (const group of ['required', 'optional'] as const) {
    for (const name of asList(own(order, group))) {
      const spec = typeof name === 'string' ? rest.get(name) : undefined
      if (spec === undefined || spec.required !== (group === 'required')) continue
      ordered.push(spec)
      rest.delete(spec.name)
    }
  }
  return [...ordered, ...rest.values()]
}

function readOutputs(shape: Shape): ClassDef['outputs'] {
  const names = asList(own(shape, 'output_name'))
  return asList(own(shape, 'output')).map((type, index) => ({
    name: asText(names[index]) ?? `output_${index}`,
    type: Array.isArray(type) ? 'COMBO' : type === 'COMFY_MATCHTYPE_V3' ? '*' : asType(type),
  }))
}
