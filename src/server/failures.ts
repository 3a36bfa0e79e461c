/** How a caller may go on after a failure: by itself, on a person's word, or not at all. */
export type RetryRule = 'auto' | 'manual' | 'never'

type FailureEntry = { status: number; retry: RetryRule; message: string }

const entries = {
  'bad-request': { status: 400, retry: 'never', message: 'The request could not be understood.' },
  'bad-path': { status: 400, retry: 'never', message: 'The path of the request is not allowed.' },
  'bad-body': {
    status: 400,
    retry: 'never',
    message: 'The body must be a JSON object with the address of a server under "url".',
  },
  'bad-address': {
    status: 400,
    retry: 'never',
    message: 'This is not an address of a server. Write it like http://127.0.0.1:8188.',
  },
  'bad-address-scheme': {
    status: 400,
    retry: 'never',
    message: 'Only addresses that begin with http:// or https:// can be reached.',
  },
  'bad-address-query': {
    status: 400,
    retry: 'never',
    message: 'Leave out everything from the question mark on: only the address of the server is needed.',
  },
  'bad-headers': {
    status: 400,
    retry: 'never',
    message:
      'These headers cannot be sent: names and values must be plain HTTP headers, and names that the connection itself needs are not allowed.',
  },
  'own-address': {
    status: 400,
    retry: 'never',
    message: 'This is the address of Framewright itself. Enter the address of ComfyUI.',
  },
  'wrong-host': {
    status: 403,
    retry: 'never',
    message: 'This request was made under another name than the page has, so it was refused.',
  },
  'wrong-origin': { status: 403, retry: 'never', message: 'This request came from another page, so it was refused.' },
  'wrong-use': {
    status: 403,
    retry: 'never',
    message:
      'Content of a server is not shown as a page and not run as a program. Open the server under its own address.',
  },
  'wrong-token': {
    status: 403,
    retry: 'auto',
    message: 'Framewright was started again since this page was loaded. Reload the page.',
  },
  'not-found': { status: 404, retry: 'never', message: 'There is nothing under this address.' },
  'unknown-target': { status: 404, retry: 'never', message: 'This server is not in the list. Add its address first.' },
  'wrong-method': { status: 405, retry: 'never', message: 'This address does not take requests of this kind.' },
  'target-is-default': {
    status: 409,
    retry: 'never',
    message: 'This server was given when Framewright was started. Start it with other addresses to leave it out.',
  },
  'too-many-targets': { status: 409, retry: 'manual', message: 'The list of servers is full. Remove one first.' },
  'body-too-large': { status: 413, retry: 'never', message: 'The request is too large.' },
  'not-json': { status: 415, retry: 'never', message: 'The body must be sent as application/json.' },
  internal: { status: 500, retry: 'manual', message: 'Framewright could not answer this request.' },
  'server-unreachable': {
    status: 502,
    retry: 'auto',
    message: 'Nothing answers at the address of the server. Is it running?',
  },
  'connect-timeout': {
    status: 502,
    retry: 'auto',
    message: 'The server did not take the connection in time. Is it switched on, and does a firewall stand in between?',
  },
  'server-silent': {
    status: 502,
    retry: 'auto',
    message: 'The server took the connection and then did not answer in time.',
  },
  'tls-failed': {
    status: 502,
    retry: 'never',
    message:
      'The secure connection to the server could not be made: its certificate is not trusted, or it does not speak https.',
  },
  'server-broke-off': {
    status: 502,
    retry: 'auto',
    message: 'The server closed the connection before it had answered.',
  },
  'bad-answer': { status: 502, retry: 'never', message: 'What answers at this address does not speak HTTP properly.' },
  'redirect-elsewhere': {
    status: 502,
    retry: 'never',
    message:
      'The server sends the caller on to another address, which is not followed. Enter the final address, or log in there first.',
  },
  'socket-refused': { status: 502, retry: 'auto', message: 'The server did not open a WebSocket.' },
} as const satisfies Record<string, FailureEntry>

/** Stable name of something that the forwarder itself refused or could not do. */
export type FailureCode = keyof typeof entries

/** Body of every answer that is the forwarder's own refusal and not the target's. */
export type FailureBody = { error: { code: FailureCode; message: string; retry: RetryRule; detail?: string } }

/** The HTTP status that belongs to a code. */
export function failureStatus(code: FailureCode): number {
  return entries[code].status
}

/** The sentence that belongs to a code. */
export function failureMessage(code: FailureCode): string {
  return entries[code].message
}

/** The JSON body that belongs to a code; `detail` holds machine words such as an errno, never credentials. */
export function failureBody(code: FailureCode, detail?: string): FailureBody {
  const { message, retry } = entries[code]
  return { error: { code, message, retry, ...(detail === undefined ? {} : { detail }) } }
}

/** Something to tell the person that did not stop the operation. */
export type Notice = { code: string; message: string }
