import { describe, expect, it } from 'vitest'
import { readAddress } from './addresses.node.ts'
import { targetAt } from './testing.node.ts'

describe('readAddress', () => {
  it.each([
    ['http://127.0.0.1:8188', 'http://127.0.0.1:8188'],
    [' http://127.0.0.1:8188/ ', 'http://127.0.0.1:8188'],
    ['127.0.0.1:8188', 'http://127.0.0.1:8188'],
    ['gpu.example', 'http://gpu.example'],
    ['HTTPS://GPU.Example:443/Comfy/', 'https://gpu.example/Comfy'],
    ['http://[::1]:8188/#workflow', 'http://[::1]:8188'],
    ['http://0.0.0.0:8188', 'http://127.0.0.1:8188'],
    ['http://[::]:8188', 'http://[::1]:8188'],
  ])('reads %s as %s', (text, url) => {
    expect(targetAt(text).url).toBe(url)
  })

  it.each([
    ['', 'bad-address'],
    ['http://', 'bad-address'],
    ['http://a b', 'bad-address'],
    ['http://host:0', 'bad-address'],
    ['http://host:99999', 'bad-address'],
    [`http://${'a'.repeat(3000)}`, 'bad-address'],
    ['http://%E0%A4%A@host', 'bad-address'],
    ['ftp://host', 'bad-address-scheme'],
    ['file:///etc/passwd', 'bad-address-scheme'],
    ['javascript://host/%0aalert(1)', 'bad-address-scheme'],
    ['http://host/?token=secret', 'bad-address-query'],
  ])('refuses %s with %s', (text, failure) => {
    expect(readAddress(text)).toEqual({ failure })
  })

  it('turns a name and password into a header and keeps them out of everything that is listed', () => {
    const target = targetAt('http://me:p%40ss@gpu.example:8188/x')
    expect(target.headers).toEqual({ authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` })
    const { headers: _headers, ...listed } = target
    expect(JSON.stringify(listed)).not.toMatch(/me:|p%40ss|p@ss/)
    expect(target.slug).toBe(targetAt('http://gpu.example:8188/x').slug)
  })

  it('gives readable slugs that are the same for the same address and different for different ones', () => {
    expect(targetAt('http://127.0.0.1:8188').slug).toMatch(/^127-0-0-1-8188-[0-9a-f]{8}$/)
    expect(targetAt('127.0.0.1:8188/').slug).toBe(targetAt('http://127.0.0.1:8188').slug)
    const slugs = ['http://a.b', 'https://a.b', 'http://a-b', 'http://a.b/c', 'http://a.b/C', 'http://a.b:81'].map(
      (url) => targetAt(url).slug,
    )
    expect(new Set(slugs).size).toBe(slugs.length)
    expect(targetAt(`http://${'long.'.repeat(40)}example`).slug.length).toBeLessThan(60)
  })

  it('knows where to connect', () => {
    expect(targetAt('https://[2001:db8::1]/a')).toMatchObject({
      hostname: '2001:db8::1',
      port: 443,
      isSecure: true,
      prefix: '/a',
      authority: '[2001:db8::1]',
    })
  })
})
