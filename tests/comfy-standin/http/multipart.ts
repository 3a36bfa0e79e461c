/** One part of a form. */
export type FormPart = { name: string; filename?: string; value: Buffer }

/** Reads `multipart/form-data`; anything else gives no parts. */
export function readForm(contentType: string, body: Buffer): FormPart[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/.exec(contentType)
  if (!contentType.startsWith('multipart/form-data') || !boundary) return []
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`)
  const parts: FormPart[] = []
  let at = body.indexOf(mark)
  while (at >= 0) {
    const start = at + mark.length
    const next = body.indexOf(mark, start)
    if (next < 0) break
    const part = readPart(body.subarray(start + 2, next - 2))
    if (part) parts.push(part)
    at = next
  }
  return parts
}

function readPart(bytes: Buffer): FormPart | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('utf8', 0, end)
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const name = /[;\s]name="([^"]*)"/.exec(disposition)?.[1]
  if (name === undefined) return undefined
  // Quoted pairs are undone, which is why a name with backslashes loses them.
  const filename = /[;\s]filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1]?.replace(/\\(.)/g, '$1')
  const value = bytes.subarray(end + 4)
  return filename === undefined ? { name, value } : { name, filename, value }
}
