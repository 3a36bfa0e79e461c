import { useEffect, useState } from 'react'
import { useStudio } from './studio-context.tsx'

/** An object URL of an asset for as long as the view shows it; undefined until the bytes are there. */
export function useAssetUrl(
  assetId: string | undefined,
  variant: 'full' | 'thumbnail' = 'thumbnail',
): string | undefined {
  const studio = useStudio()
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (assetId === undefined) return
    const held = studio.acquireUrl(assetId, variant)
    const read = () => setUrl(held.url.get())
    const end = held.url.subscribe(read)
    read()
    return () => {
      end()
      held.release()
      setUrl(undefined)
    }
  }, [studio, assetId, variant])
  return url
}
