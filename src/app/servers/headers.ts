/** Headers of a server, by name. */
export type Headers = Readonly<Record<string, string>>

/** What is wrong with a typed header, or nothing. */
export type HeaderFault = 'name' | 'value' | undefined

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
const VALUE = /^[\t\x20-\x7e\x80-\xff]+$/

/** Whether a name and a value can be sent as a header. */
export function faultOf(name: string, value: string): HeaderFault {
  if (!TOKEN.test(name.trim())) return 'name'
  return VALUE.test(value.trim()) ? undefined : 'value'
}

/** The headers with one more; one of the same name, however it is written, is replaced. */
export function withHeader(headers: Headers, name: string, value: string): Headers {
  return { ...withoutHeader(headers, name), [name.trim()]: value.trim() }
}

/** The headers without one. */
export function withoutHeader(headers: Headers, name: string): Headers {
  const gone = name.trim().toLowerCase()
  return Object.fromEntries(Object.entries(headers).filter(([one]) => one.toLowerCase() !== gone))
}
