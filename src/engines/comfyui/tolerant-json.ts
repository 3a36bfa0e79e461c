// Strings first, so that nothing inside them is touched; then what Python writes and JSON does not know.
const tokens = /"(?:[^"\\]+|\\.)*"|-?\bInfinity\b|\bNaN\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs
const strange = /\d{16}|NaN|Infinity/

/**
 * Parses JSON as Python writes it: `NaN` becomes null, `Infinity` a number, and whole numbers beyond 53 bits become
 * `{ digits }`, the form in which `writePrompt` writes them back. Throws a SyntaxError for anything else.
 */
export function parseTolerant(text: string): unknown {
  return JSON.parse(strange.test(text) ? text.replace(tokens, mend) : text)
}

function mend(token: string): string {
  if (token === 'NaN') return 'null'
  if (token === 'Infinity') return '1e999'
  if (token === '-Infinity') return '-1e999'
  return /^\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `{"digits":"${token}"}` : token
}
