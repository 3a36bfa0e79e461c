import { once } from 'node:events'
import { request as openTls } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { connectionFailure, errorCodeOf, limitConnecting } from './connection.node.ts'
import { call, createCleanup, startForwarder, targetAt } from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

/** A server that takes connections and never says a word, so that a secure connection never comes about. */
async function startSilent(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume()
    cleanup.add(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup.add(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('making a connection', () => {
  it('is given up when it takes too long', async () => {
    const request = openTls({ host: '127.0.0.1', port: await startSilent(), agent: false })
    limitConnecting(request, true, 20)
    request.end()
    const [error] = await once(request, 'error', { signal: AbortSignal.timeout(10_000) }).catch((thrown) => [thrown])
    expect(errorCodeOf(error)).toBe('connect-timeout')
  })

  it('that takes too long is answered to the page with a code', async () => {
    const url = `https://127.0.0.1:${await startSilent()}`
    const forwarder = await startForwarder(cleanup, [url])
    const reply = await call(forwarder.port, `/comfy/${targetAt(url).slug}/x`)
    expect(reply.json()).toMatchObject({ error: { code: 'connect-timeout' } })
    expect(reply.status).toBe(502)
  })
})

describe('connectionFailure', () => {
  it.each([
    ['ECONNREFUSED', 'server-unreachable'],
    ['ENOTFOUND', 'server-unreachable'],
    ['EHOSTUNREACH', 'server-unreachable'],
    ['ETIMEDOUT', 'connect-timeout'],
    ['ECONNRESET', 'server-broke-off'],
    ['EPIPE', 'server-broke-off'],
    ['CERT_HAS_EXPIRED', 'tls-failed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-failed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-failed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed'],
    ['EPROTO', 'tls-failed'],
    ['HPE_INVALID_CONSTANT', 'bad-answer'],
  ])('takes %s for %s', (code, failure) => {
    expect(connectionFailure(Object.assign(new Error('x'), { code }))).toBe(failure)
  })

  it('looks into the errors of several tried addresses', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' })
    expect(errorCodeOf(new AggregateError([refused, refused]))).toBe('ECONNREFUSED')
    expect(errorCodeOf('text')).toBe('unknown')
  })
})
