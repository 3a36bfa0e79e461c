import { useEffect, useState } from 'react'
import type { Asset } from '../../assets/index.ts'
import { useStudio } from './studio-context.tsx'

/** An object URL of an asset for as long as it is shown; undefined until it is there, or when its bytes are gone. */
export function useAssetUrl(
  assetId: string | undefined,
  variant: 'full' | 'thumbnail' = 'thumbnail',
): string | undefined {
  const studio = useStudio()
  const [held, setHeld] = useState<{ readonly id: string; readonly url: string | undefined }>()
  useEffect(() => {
    if (assetId === undefined) return
    const { url, release } = studio.acquireUrl(assetId, variant)
    const read = () => setHeld({ id: assetId, url: url.get() })
    const stop = url.subscribe(read)
    read()
    return () => {
      stop()
      release()
    }
  }, [studio, assetId, variant])
  return held?.id === assetId ? held?.url : undefined
}

/** What is known of an asset; undefined while it is asked for, null when there is none. */
export function useAsset(assetId: string | undefined): Asset | null | undefined {
  const studio = useStudio()
  const [found, setFound] = useState<{ readonly id: string; readonly asset: Asset | null }>()
  useEffect(() => {
    if (assetId === undefined) return
    let current = true
    studio.asset(assetId).then(
      (asset) => current && setFound({ id: assetId, asset: asset ?? null }),
      () => current && setFound({ id: assetId, asset: null }),
    )
    return () => {
      current = false
    }
  }, [studio, assetId])
  return found?.id === assetId ? found?.asset : undefined
}

/** Whether the bytes of an asset are here; undefined while it is asked for. */
export function useHasBytes(assetId: string | undefined): boolean | undefined {
  const studio = useStudio()
  const [found, setFound] = useState<{ readonly id: string; readonly has: boolean }>()
  useEffect(() => {
    if (assetId === undefined) return
    let current = true
    const tell = (has: boolean) => current && setFound({ id: assetId, has })
    studio.assetBlob(assetId).then(
      (blob) => tell(blob !== undefined),
      () => tell(false),
    )
    return () => {
      current = false
    }
  }, [studio, assetId])
  return found?.id === assetId ? found?.has : undefined
}
