import { type DragEvent, useState } from 'react'
import type { Asset, MediaRef } from '../../../assets/index.ts'
import { toFailure } from '../../../kernel/index.ts'
import { announce, classNames, Icon, IconButton, Text, useFormats, useT } from '../../../ui/browser.tsx'
import { FieldFrame, FileButton } from '../../../ui/fields/browser.tsx'
import { useHasBytes } from '../../state/asset-url.browser.ts'
import { useStudio } from '../../state/studio-context.tsx'
import { voice } from '../../words/say.browser.ts'
import styles from '../inspector.module.css'
import { Thumb } from '../thumb.tsx'
import type { FieldProps } from './field-props.ts'

/** One imported file. */
export function MediaLine(props: FieldProps) {
  const { value, mixed } = props
  const taking = useTaking(props, false)
  return (
    <MediaBox
      {...props}
      taking={taking}
      items={value && !mixed ? [value as MediaRef] : []}
      onRemove={() => props.write(undefined)}
    />
  )
}

/** Several imported files, in order. */
export function MediasLine(props: FieldProps) {
  const { value, mixed, write } = props
  const taking = useTaking(props, true)
  const items = mixed ? [] : ((value as readonly MediaRef[] | undefined) ?? [])
  return (
    <MediaBox
      {...props}
      several
      taking={taking}
      items={items}
      onRemove={(at) => write(items.filter((_, index) => index !== at))}
    />
  )
}

type Taking = { readonly busy: boolean; readonly refusal: string | undefined; take(files: readonly File[]): void }

/** Puts picked or dropped files into the library and their references into the nodes. */
function useTaking({ field, write, writeEach }: FieldProps, several: boolean): Taking {
  const studio = useStudio()
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const refuse = (sentence: string) => {
    announce(sentence, 'assertive')
    setRefusal(sentence)
  }
  const wanted = (field.look.accept ?? '').replace(/\*$/, '')
  const take = async (files: readonly File[]) => {
    setBusy(true)
    setRefusal(undefined)
    try {
      const refs: MediaRef[] = []
      for (const file of several ? files : files.slice(0, 1)) {
        const asset = await studio.importMedia(file, file.name)
        if (!asset.mime.startsWith(wanted))
          return refuse(t('inspector.media.wrongKind', { name: file.name, mime: asset.mime }))
        refs.push(refOf(asset, file.name))
      }
      const [first] = refs
      if (several) setRefusal(writeEach(({ params }) => [...((params[field.name] as MediaRef[]) ?? []), ...refs]))
      else if (first) setRefusal(write(first))
    } catch (thrown) {
      refuse(voice.say(toFailure(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return { busy, refusal, take: (files) => void take(files) }
}

function refOf(asset: Asset, name: string): MediaRef {
  return { hash: asset.id, name, mime: asset.mime, bytes: asset.bytes }
}

type BoxProps = FieldProps & {
  readonly taking: Taking
  readonly items: readonly MediaRef[]
  readonly several?: boolean
  onRemove(at: number): void
}

function MediaBox({ label, hint, error, readOnly, field, mixed, taking, items, several, onRemove }: BoxProps) {
  const t = useT()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    setOver(false)
    if (readOnly || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    taking.take([...event.dataTransfer.files])
  }
  const drag = (event: DragEvent) => {
    if (readOnly || !event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const ask =
    items.length === 0 ? t('inspector.media.choose') : several ? t('inspector.media.add') : t('inspector.media.replace')
  return (
    <FieldFrame label={label} layout="stack" hint={hint} error={taking.refusal ?? error}>
      {() => (
        // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button below does the same by keyboard
        <div
          className={classNames(styles.media, over && styles.over)}
          onDragEnter={drag}
          onDragOver={drag}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          {items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one file may stand twice
            <MediaItem key={`${item.hash}-${at}`} item={item} readOnly={readOnly} onRemove={() => onRemove(at)} />
          ))}
          {mixed && <Text tone="third">{t('inspector.media.mixed')}</Text>}
          <div className={styles.line}>
            <FileButton
              size="small"
              icon="folder"
              accept={field.look.accept}
              multiple={several === true}
              busy={taking.busy}
              disabled={readOnly}
              onFiles={taking.take}
            >
              {ask}
            </FileButton>
            {items.length === 0 && !mixed && (
              <Text size="small" tone="third">
                {t('inspector.media.drop')}
              </Text>
            )}
          </div>
        </div>
      )}
    </FieldFrame>
  )
}

function MediaItem({
  item,
  readOnly,
  onRemove,
}: {
  readonly item: MediaRef
  readonly readOnly: boolean
  readonly onRemove: () => void
}) {
  const t = useT()
  const formats = useFormats()
  const here = useHasBytes(item.hash)
  return (
    <div className={styles.file}>
      <Thumb assetId={item.hash} mime={item.mime} />
      <div className={styles.fileWords}>
        <Text lines={1}>{item.name}</Text>
        {here === false ? (
          <span className={styles.missing}>
            <Icon name="warning" size={14} />
            {t('inspector.media.missing')}
          </span>
        ) : (
          <Text size="small" tone="third" lines={1}>{`${item.mime} · ${formats.bytes(item.bytes)}`}</Text>
        )}
      </div>
      <IconButton
        icon="close"
        size="small"
        label={t('inspector.media.remove', { name: item.name })}
        disabled={readOnly}
        onClick={onRemove}
      />
    </div>
  )
}
