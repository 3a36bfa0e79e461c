import { describe, expect, it } from 'vitest'
import { readAddress } from './address.ts'

const read = (text: string) => readAddress(text, 'http://127.0.0.1:5180/')

describe('a typed server address', () => {
  it('is plain http when it says nothing else', () => {
    expect(read('127.0.0.1:8188')).toEqual({ ok: true, url: 'http://127.0.0.1:8188' })
    expect(read(' gpu-box ')).toEqual({ ok: true, url: 'http://gpu-box' })
    expect(read('127.0.0.1:8')).toEqual({ ok: true, url: 'http://127.0.0.1:8' })
  })

  it('keeps its scheme and path', () => {
    expect(read('https://pod.example/proxy/8188/')).toEqual({ ok: true, url: 'https://pod.example/proxy/8188/' })
  })

  it('is refused with its reason when it is none', () => {
    expect(read('  ')).toEqual({ ok: false, why: 'empty' })
    expect(read('my server in the cellar')).toEqual({ ok: false, why: 'not-an-address' })
    expect(read('ftp://box')).toEqual({ ok: false, why: 'not-an-address' })
    expect(read('http://')).toEqual({ ok: false, why: 'not-an-address' })
    expect(read('javascript:alert(1)')).toEqual({ ok: false, why: 'not-an-address' })
  })

  it('is refused when it is this program itself, by any name', () => {
    for (const own of ['127.0.0.1:5180', 'localhost:5180/', 'http://[::1]:5180'])
      expect(read(own)).toEqual({ ok: false, why: 'own-address' })
    expect(read('localhost:5181').ok).toBe(true)
  })
})
