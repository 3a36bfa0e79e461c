import type { ReactNode } from 'react'
import { download } from '../../kernel/browser.ts'
import { Button, useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { revealNodes, showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import type { Entry } from './entries.ts'
import styles from './library.module.css'

/** The chosen file: the picture itself, what made it, and what can be done with it. */
export function AssetPanel({ entry }: { readonly entry: Entry | undefined }) {
  const t = useT()
  return (
    <aside className={styles.panel} aria-label={t('library.chosen')}>
      {entry ? <Chosen entry={entry} /> : <p className={styles.quiet}>{t('library.pick')}</p>}
    </aside>
  )
}

function Chosen({ entry }: { readonly entry: Entry }) {
  const { asset } = entry
  const url = useAssetUrl(asset.id, 'full')
  return (
    <>
      <div className={styles.large}>
        {url && asset.kind === 'image' && <img src={url} alt={asset.name} />}
        {/* biome-ignore lint/a11y/useMediaCaption: takes have no dialogue track to caption */}
        {url && asset.kind === 'video' && <video src={url} controls loop />}
        {/* biome-ignore lint/a11y/useMediaCaption: imported music and effects have no captions */}
        {url && asset.kind === 'audio' && <audio src={url} controls />}
      </div>
      <Facts entry={entry} />
      <Actions entry={entry} />
    </>
  )
}

function Facts({ entry: { asset, takes } }: { readonly entry: Entry }) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const take = takes[0]
  const title = useLive(studio.document, ({ evaluation }) =>
    take ? evaluation.nodes.get(take.nodeId)?.card.title : undefined,
  )
  const prompt = take?.provenance.values.prompt ?? take?.provenance.values.action
  return (
    <dl className={styles.facts}>
      <Fact name={t('library.usedAs')}>
        {take && `${title ?? t('library.nodeGone')} · ${t('library.take', { number: take.number })}`}
      </Fact>
      <Fact name={t('library.size')}>{asset.width && asset.height && `${asset.width} × ${asset.height}`}</Fact>
      <Fact name={t('library.length')}>
        {asset.seconds !== undefined &&
          asset.frames !== undefined &&
          t('library.lengthText', { seconds: formats.number(asset.seconds), frames: asset.frames })}
      </Fact>
      <Fact name={t('library.bytes')}>{`${formats.bytes(asset.bytes)} · ${asset.mime}`}</Fact>
      <Fact name={t('library.made')}>{formats.dateTime(asset.createdAt)}</Fact>
      <Fact name={t('library.engine')}>{take?.provenance.engine}</Fact>
      <Fact name={t('library.recipe')}>{take?.provenance.recipe?.title}</Fact>
      <Fact name={t('library.seed')}>{take?.provenance.seed}</Fact>
      <Fact name={t('library.prompt')}>{typeof prompt === 'string' && prompt}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === false || children === '' || children === 0) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Actions({ entry: { asset, takes } }: { readonly entry: Entry }) {
  const t = useT()
  const studio = useStudio()
  const nodes = useLive(studio.document, ({ board }) => board.nodes)
  const take = takes.find((one) => nodes.has(one.nodeId))
  const save = async () => {
    const bytes = await studio.assetBlob(asset.id)
    if (!bytes) return studio.notify({ topic: 'library-gone', level: 'error', title: t('library.gone') })
    download(bytes, asset.name)
  }
  const reference = () => {
    const media = { hash: asset.id, name: asset.name, mime: asset.mime, bytes: asset.bytes }
    const kind = asset.kind === 'audio' ? 'audio' : 'reference'
    const result = studio.edit([{ type: 'addNode', kind, params: { media }, title: asset.name }], {
      label: t('library.reference'),
    })
    if (result.ok) show(result.ids[0] ?? [])
  }
  const show = (ids: readonly string[]) => {
    showScreen('canvas')
    revealNodes(ids)
  }
  return (
    <div className={styles.actions}>
      {take && (
        <Button icon="canvas" onClick={() => show([take.nodeId])}>
          {t('library.canvas')}
        </Button>
      )}
      {asset.kind !== 'video' && (
        <Button icon="reference" onClick={reference}>
          {t('library.reference')}
        </Button>
      )}
      <Button icon="download" onClick={() => void attempt(studio, 'library-gone', save)}>
        {t('library.download')}
      </Button>
    </div>
  )
}
