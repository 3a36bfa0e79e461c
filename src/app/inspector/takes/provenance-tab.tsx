import { useState } from 'react'
import type { Take } from '../../../assets/index.ts'
import { Button, EmptyState, Text, useFormats, useT } from '../../../ui/browser.tsx'
import { Select } from '../../../ui/fields/browser.tsx'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { copyText, groupDigits } from '../fields/seed-field.tsx'
import styles from '../inspector.module.css'
import { valueText } from '../model/text-change.ts'
import { Thumb } from '../thumb.tsx'
import { useWords } from '../words.browser.ts'
import { useTakes } from './use-takes.browser.ts'

/** Everything that made a take, as it was frozen then. */
export function ProvenanceTab({ nodeId }: { readonly nodeId: string }) {
  const t = useT()
  const { takes, shown } = useTakes(nodeId)
  const [chosen, setChosen] = useState<string>()
  const take = takes.find(({ id }) => id === chosen) ?? shown
  if (!take) {
    return (
      <EmptyState icon="info" title={t('inspector.provenance.none')}>
        {t('inspector.provenance.noneText')}
      </EmptyState>
    )
  }
  return (
    <>
      <div className={styles.section}>
        <Select
          label={t('inspector.provenance.of')}
          layout="row"
          value={take.id}
          options={takes.map(({ id, number, draft }) => ({
            value: id,
            label: t(draft ? 'inspector.takes.nameDraft' : 'inspector.takes.name', { number }),
          }))}
          onChange={setChosen}
        />
      </div>
      <Made take={take} />
      <ValuesOf take={take} />
      <InputsOf take={take} />
      <div className={styles.section}>
        <div className={styles.line}>
          <Button
            icon="copy"
            size="small"
            onClick={() => copyText(JSON.stringify(take, null, 2), t('inspector.copied'))}
          >
            {t('inspector.provenance.copy')}
          </Button>
        </div>
      </div>
    </>
  )
}

function Made({ take }: { readonly take: Take }) {
  const t = useT()
  const formats = useFormats()
  const words = useWords()
  const { engine, recipe, seed, server, startedAt, endedAt } = take.provenance
  const length = endedAt - startedAt
  const facts: readonly (readonly [string, string | undefined, boolean?])[] = [
    [t('inspector.provenance.engine'), words.engine(engine)],
    [t('inspector.provenance.recipe'), recipe?.title],
    [t('inspector.provenance.recipeHash'), recipe?.hash, true],
    [t('inspector.provenance.seed'), seed === undefined ? undefined : groupDigits(seed)],
    [t('inspector.provenance.server'), server && (server.version ? `${server.name} · ${server.version}` : server.name)],
    [t('inspector.provenance.started'), startedAt > 0 ? formats.dateTime(startedAt) : undefined],
    [t('inspector.provenance.took'), length > 0 ? formats.duration(length) : undefined],
    [t('inspector.provenance.key'), take.contentKey, true],
  ]
  return (
    <div className={styles.section}>
      <dl className={styles.facts}>
        {facts.flatMap(([name, value, mono]) =>
          value === undefined
            ? []
            : [
                <dt key={`${name}-name`}>{name}</dt>,
                <dd key={name}>
                  {mono ? (
                    <Text mono lines={1} title={value}>
                      {value}
                    </Text>
                  ) : (
                    value
                  )}
                </dd>,
              ],
        )}
      </dl>
    </div>
  )
}

function ValuesOf({ take }: { readonly take: Take }) {
  const t = useT()
  const words = useWords()
  const values = Object.entries(take.provenance.values)
  const texts = values.filter(([, value]) => typeof value === 'string' && value.length > 24)
  const short = values.filter(
    ([, value]) => !(typeof value === 'string' && value.length > 24) && valueText(value) !== '–',
  )
  if (values.length === 0) return null
  return (
    <div className={styles.section}>
      <Text as="h2" strong>
        {t('inspector.provenance.values')}
      </Text>
      {texts.map(([name, value]) => (
        <div key={name} className={styles.frozen}>
          <Text size="small" tone="third">
            {words.value(name)}
          </Text>
          <p>{String(value)}</p>
        </div>
      ))}
      <dl className={styles.facts}>
        {short.flatMap(([name, value]) => [
          <dt key={`${name}-name`}>{words.value(name)}</dt>,
          <dd key={name}>{valueText(value)}</dd>,
        ])}
      </dl>
    </div>
  )
}

function InputsOf({ take }: { readonly take: Take }) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const evaluation = useLive(studio.document, (state) => state.evaluation)
  const { inputs } = take.provenance
  if (inputs.length === 0) return null
  return (
    <div className={styles.section}>
      <Text as="h2" strong>
        {t('inspector.inputs')}
      </Text>
      {inputs.map(({ name, hash, nodeId }, index) => {
        const title = evaluation.nodes.get(nodeId)?.card.title
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: one picture may be several inputs
          <div key={`${hash}-${index}`} className={styles.file}>
            <Thumb assetId={hash} />
            <div className={styles.fileWords}>
              {title === undefined ? (
                <Text tone="third">{t('inspector.provenance.gone', { id: nodeId })}</Text>
              ) : (
                <button type="button" className={styles.jump} onClick={() => revealNodes([nodeId])}>
                  {title}
                </button>
              )}
              <Text size="small" tone="third" lines={1} title={hash}>
                {t('inspector.provenance.input', { name: words.port(name), hash: hash.slice(0, 12) })}
              </Text>
            </div>
          </div>
        )
      })}
    </div>
  )
}
