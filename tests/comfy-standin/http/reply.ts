import { dumpPythonJson } from '../python-json.ts'

/** An answer before it is written. `raised`: the original raises it as an exception, so it carries no CORS headers. */
export type Reply = {
  status: number
  headers: Record<string, string>
  body: Buffer
  raised?: boolean
  /** Sent in chunks without a length, as the original does for unknown files. */
  chunked?: boolean
}

/** A request before it is answered. */
export type Request = {
  method: string
  /** The path without `/api`, percent-decoded by segment. */
  segments: string[]
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}

/** A JSON answer, written as Python writes it. */
export function json(data: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(dumpPythonJson(data)),
  }
}

/** An answer without a body. */
export function empty(status = 200): Reply {
  return { status, headers: {}, body: Buffer.alloc(0) }
}

/** A plain-text answer. */
export function text(content: string, status = 200, raised = false): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(content), raised }
}

/** What an unhandled exception of the original looks like. */
export function broken(): Reply {
  return text('500 Internal Server Error\n\nServer got itself in trouble', 500, true)
}

/** The answer to a path that no route and no file matches. */
export function notFound(): Reply {
  const headers = { 'content-type': 'application/octet-stream' }
  return { status: 404, headers, body: Buffer.alloc(0), chunked: true }
}

/** The answer to a method that a path does not know: the static root matches every path for GET and HEAD. */
export function methodNotAllowed(allowed: string[]): Reply {
  const reply = text('405: Method Not Allowed', 405, true)
  return { ...reply, headers: { ...reply.headers, allow: [...new Set(['GET', 'HEAD', ...allowed])].sort().join(',') } }
}
