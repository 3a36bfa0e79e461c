import { useState } from 'react'
import { parseTimecode, RATES } from '../../kernel/index.ts'
import { RECIPE_PURPOSES } from '../../recipes/index.ts'
import { type Settings, shotName } from '../../storyboard/index.ts'
import { Text, useFormats, useT } from '../../ui/browser.tsx'
import { NumberField, Select, TextArea, TextField } from '../../ui/fields/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { frameBase, isGoodNaming, isGoodSide, rateKey, rateOf, SIZE_PRESETS, sizeKey } from './film-formats.ts'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

type Change = (settings: Partial<Settings>) => void
type PartProps = { readonly settings: Settings; readonly disabled: boolean; readonly onChange: Change }

/** What holds for the whole storyboard; every change is one undo entry and travels with the file. */
export function FilmSettings() {
  const say = useSay()
  const t = useT()
  const studio = useStudio()
  const settings = useLive(studio.document, ({ board }) => board.header.settings)
  const title = useLive(studio.document, ({ board }) => board.header.title)
  const id = useLive(studio.document, ({ board }) => board.id)
  const disabled = useLive(studio.document, ({ readOnly }) => readOnly !== undefined)
  const change: Change = (next) => {
    const result = studio.edit([{ type: 'setSettings', settings: { ...next } }], { label: t('shell.edit.setSettings') })
    const [failure] = result.ok ? [] : result.failures
    if (failure) studio.notify({ topic: 'settings', level: 'error', title: say(failure) })
  }
  const rename = (next: string) => {
    if (next.trim() !== '') void attempt(studio, 'projects', () => studio.renameProject(id, next.trim()))
  }
  const parts = { settings, disabled, onChange: change }
  return (
    <>
      {disabled && (
        <Text as="p" tone="stale">
          {t('settings.readOnly')}
        </Text>
      )}
      <Setting id="name" words={[t('settings.name.label'), t('settings.name.words')]}>
        <TextField
          label={t('settings.name.label')}
          layout="row"
          value={title}
          maxLength={200}
          disabled={disabled}
          onCommit={rename}
        />
      </Setting>
      <RateSetting {...parts} />
      <SizeSetting {...parts} />
      <StartSetting {...parts} />
      <Setting id="handles" words={[t('settings.handles.label'), t('settings.handles.words')]}>
        <NumberField
          label={t('settings.handles.label')}
          layout="row"
          hint={t('settings.handles.hint')}
          unit={t('settings.handles.unit')}
          value={settings.handles}
          min={0}
          max={240}
          disabled={disabled}
          onCommit={(handles) => handles !== null && change({ handles: Math.round(handles) })}
        />
      </Setting>
      <NamingSetting {...parts} />
      <Setting id="style" words={[t('settings.style.label'), t('settings.style.words')]}>
        <TextArea
          label={t('settings.style.label')}
          layout="row"
          hint={t('settings.style.hint')}
          rows={2}
          value={settings.style}
          disabled={disabled}
          onCommit={(style) => change({ style })}
        />
      </Setting>
      <Setting id="negative" words={[t('settings.negative.label'), t('settings.negative.words')]}>
        <TextArea
          label={t('settings.negative.label')}
          layout="row"
          hint={t('settings.negative.hint')}
          rows={2}
          value={settings.negative}
          disabled={disabled}
          onCommit={(negative) => change({ negative })}
        />
      </Setting>
      <RecipeSettings {...parts} />
    </>
  )
}

function RateSetting({ settings: { rate }, disabled, onChange }: PartProps) {
  const t = useT()
  const formats = useFormats()
  const options = RATES.map((one) => ({
    value: rateKey(one),
    label: formats.number(one.num / one.den, { maximumFractionDigits: 3 }),
  }))
  const own = rateOf(rateKey(rate)) ? [] : [{ value: rateKey(rate), label: t('settings.rate.other', rate) }]
  return (
    <Setting id="rate" words={[t('settings.rate.label'), t('settings.rate.words')]}>
      <Select
        label={t('settings.rate.label')}
        layout="row"
        hint={t('settings.rate.hint', rate)}
        value={rateKey(rate)}
        options={[...options, ...own]}
        disabled={disabled}
        onChange={(key) => {
          const next = rateOf(key)
          if (next) onChange({ rate: { ...next } })
        }}
      />
    </Setting>
  )
}

const OWN = 'own'

function SizeSetting({ settings: { size }, disabled, onChange }: PartProps) {
  const t = useT()
  const [wrong, setWrong] = useState(false)
  const preset = SIZE_PRESETS.find((one) => sizeKey(one) === sizeKey(size))
  const options = SIZE_PRESETS.map((one) => ({
    value: sizeKey(one),
    label: t('settings.size.line', { aspect: one.id, width: one.width, height: one.height }),
    group: one.id,
  }))
  const setSide = (side: 'width' | 'height') => (pixels: number | null) => {
    setWrong(!isGoodSide(pixels))
    if (isGoodSide(pixels)) onChange({ size: { ...size, [side]: pixels } })
  }
  const sides = (['width', 'height'] as const).map((side) => (
    <NumberField
      key={side}
      label={t(`settings.size.${side}`)}
      value={size[side]}
      min={16}
      max={8192}
      step={2}
      unit="px"
      disabled={disabled}
      onCommit={setSide(side)}
    />
  ))
  return (
    <Setting id="size" words={[t('settings.size.label'), t('settings.size.words')]}>
      <Select
        label={t('settings.size.label')}
        layout="row"
        value={preset ? sizeKey(preset) : OWN}
        options={preset ? options : [...options, { value: OWN, label: t('settings.size.own') }]}
        disabled={disabled}
        onChange={(key) => {
          const next = SIZE_PRESETS.find((one) => sizeKey(one) === key)
          setWrong(false)
          if (next) onChange({ size: { width: next.width, height: next.height } })
        }}
      />
      <div className={styles.sides}>{sides}</div>
      <Text as="p" size="small" tone={wrong ? 'failed' : 'third'} className={styles.under}>
        {t(wrong ? 'settings.size.bad' : 'settings.size.even')}
      </Text>
    </Setting>
  )
}

function StartSetting({ settings: { startTimecode, rate }, disabled, onChange }: PartProps) {
  const t = useT()
  const [refused, setRefused] = useState<string | undefined>(undefined)
  const error = refused ?? (parseTimecode(startTimecode, rate) === undefined ? startTimecode : undefined)
  return (
    <Setting id="start" words={[t('settings.start.label'), t('settings.start.words')]}>
      <TextField
        label={t('settings.start.label')}
        layout="row"
        mono
        hint={t('settings.start.hint')}
        error={error === undefined ? undefined : t('settings.start.bad', { base: frameBase(rate) })}
        value={refused ?? startTimecode}
        maxLength={11}
        disabled={disabled}
        onCommit={(text) => {
          const good = parseTimecode(text, rate) !== undefined
          setRefused(good ? undefined : text)
          if (good) onChange({ startTimecode: text.trim() })
        }}
      />
    </Setting>
  )
}

function NamingSetting({ settings: { naming }, disabled, onChange }: PartProps) {
  const t = useT()
  const [draft, setDraft] = useState<string | undefined>(undefined)
  const shown = draft ?? naming
  const example = shotName(shown, { scene: 'SC010', shot: 'SH010' })
  const good = isGoodNaming(shown)
  return (
    <Setting id="naming" words={[t('settings.naming.label'), t('settings.naming.words')]}>
      <TextField
        label={t('settings.naming.label')}
        layout="row"
        mono
        hint={t('settings.naming.hint', { example })}
        error={good ? undefined : t('settings.naming.bad')}
        value={shown}
        maxLength={80}
        disabled={disabled}
        onChange={setDraft}
        onCommit={(text) => {
          if (!isGoodNaming(text)) return
          setDraft(undefined)
          if (text !== naming) onChange({ naming: text })
        }}
      />
    </Setting>
  )
}

const NONE = ''

function RecipeSettings({ settings: { recipes: chosen }, disabled, onChange }: PartProps) {
  const t = useT()
  const studio = useStudio()
  const recipes = useLive(studio.recipes)
  const purposes = RECIPE_PURPOSES.filter(
    (purpose) => chosen[purpose] !== undefined || recipes.some((recipe) => recipe.purpose === purpose),
  )
  return purposes.map((purpose) => {
    const label = t(`settings.recipes.purpose.${purpose}`)
    const fitting = recipes.filter((recipe) => recipe.purpose === purpose)
    const value = chosen[purpose] ?? NONE
    const gone = value !== NONE && !fitting.some(({ id }) => id === value)
    return (
      <Setting
        key={purpose}
        id={`recipe-${purpose}`}
        words={[label, t('settings.recipes.label'), t('settings.recipes.words')]}
      >
        <Select
          label={label}
          layout="row"
          hint={t('settings.recipes.hint')}
          value={value === NONE ? 'auto' : `id:${value}`}
          options={[
            { value: 'auto', label: t('settings.recipes.auto') },
            ...fitting.map(({ id, title }) => ({ value: `id:${id}`, label: title })),
            ...(gone ? [{ value: `id:${value}`, label: t('settings.recipes.gone', { id: value }) }] : []),
          ]}
          disabled={disabled}
          onChange={(next) => {
            const { [purpose]: _before, ...rest } = chosen
            onChange({ recipes: next === 'auto' ? rest : { ...rest, [purpose]: next.slice(3) } })
          }}
        />
      </Setting>
    )
  })
}
