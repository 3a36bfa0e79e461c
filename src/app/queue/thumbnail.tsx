import { useEffect, useState } from 'react'
import type { Job } from '../../jobs/index.ts'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { useKeyed, useLive, useStudio } from '../state/studio-context.tsx'
import styles from './queue.module.css'

/** The picture of a job: its live preview while it runs, its take when it is done, else an empty frame. */
export function Thumbnail({ job }: { readonly job: Job }) {
  const studio = useStudio()
  const assetId = useLive(
    studio.takes,
    (takes) => takes.get(job.nodeId)?.find((take) => take.id === job.takeId)?.assetId,
  )
  const preview = useKeyed(studio.previews, job.nodeId)
  const url = useAssetUrl(assetId)
  const previewUrl = useBlobUrl(job.state === 'running' ? preview : undefined)
  const source = previewUrl ?? url
  return <span className={styles.thumb}>{source && <img src={source} alt="" />}</span>
}

function useBlobUrl(image: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!image) return setUrl(undefined)
    const made = URL.createObjectURL(image)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [image])
  return url
}
