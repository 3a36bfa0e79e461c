import { useEffect, useRef, useState } from 'react'
import { useStudio } from '../../state/studio-context.tsx'

/** A strip that can be shown. */
export type Filmstrip = { readonly assetId: string; readonly cells: number; readonly url: string }
type Held = { readonly strip: Filmstrip; readonly release: () => void }

/** Pictures along a film for as long as they are shown. At another zoom the old ones stay until the new ones are there. */
export function useFilmstrip(assetId: string | undefined, cells: number): Filmstrip | undefined {
  const studio = useStudio()
  const held = useRef<Held>(undefined)
  const [shown, setShown] = useState<Filmstrip>()
  useEffect(() => {
    if (assetId === undefined) return
    const { url, release } = studio.acquireUrl(assetId, `strip-${cells}`)
    const read = () => {
      const there = url.get()
      if (there === undefined) return
      const strip = { assetId, cells, url: there }
      const before = held.current
      held.current = { strip, release }
      setShown(strip)
      before?.release()
    }
    const stop = url.subscribe(read)
    read()
    return () => {
      stop()
      if (held.current?.release !== release) release()
    }
  }, [studio, assetId, cells])
  useEffect(
    () => () => {
      held.current?.release()
      held.current = undefined
    },
    [],
  )
  return shown?.assetId === assetId ? shown : undefined
}
