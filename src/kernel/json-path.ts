/** Steps from the top of a JSON text to a place in it. */
export type JsonPath = readonly (string | number)[]

const PLAIN = /^[A-Za-z_$][\w$-]*$/

/** A path as people read it: `nodes.shot-1.params.lines[2]`; odd keys in quotes. */
export function formatPath(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      if (PLAIN.test(step)) return index === 0 ? step : `.${step}`
      return `[${JSON.stringify(step.length > 80 ? `${step.slice(0, 80)}…` : step)}]`
    })
    .join('')
}

/** Line and column (both from 1) of an offset in a text. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  return { line, column: offset - start + 1 }
}
