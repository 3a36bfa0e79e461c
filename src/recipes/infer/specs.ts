import { type InputSpec, readSpec } from '../import/class-spec.ts'
import { asList, asShape, own, type Shape } from '../import/shape.ts'

/** What servers say about their node classes, asked one input at a time. */
export type Specs = {
  has(name: string): boolean
  input(name: string, input: string): InputSpec | undefined
  /** Types of the outputs; none when the class is not known. */
  outputs(name: string): readonly string[]
  isOutput(name: string): boolean
}

/** Wraps `/object_info`; anything else counts as knowing nothing. */
export function readSpecsOf(objectInfo: unknown): Specs {
  const classes = asShape(objectInfo)
  const class_ = (name: string) => asShape(own(classes, name))
  const parts = (name: string): Shape | undefined => asShape(own(class_(name), 'input'))
  return {
    has: (name) => class_(name) !== undefined,
    input(name, input) {
      for (const group of ['required', 'optional'] as const) {
        const value = own(asShape(own(parts(name), group)), input)
        if (value !== undefined) return readSpec(input, value, group === 'required')
      }
      return undefined
    },
    outputs: (name) => asList(own(class_(name), 'output')).map((type) => (typeof type === 'string' ? type : 'COMBO')),
    isOutput: (name) => own(class_(name), 'output_node') === true,
  }
}
