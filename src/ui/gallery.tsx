import { type ReactNode, useState } from 'react'
import {
  Button,
  ButtonGroup,
  EmptyState,
  ErrorState,
  Icon,
  IconButton,
  type IconName,
  iconPaths,
  Kbd,
  Meter,
  PortShape,
  type PortShapeName,
  Progress,
  portShapes,
  Skeleton,
  SplitPane,
  StateBadge,
  type StateName,
  StatusDot,
  stateIcons,
  Tabs,
  Text,
  usePanelSize,
} from './browser.tsx'
import {
  Checkbox,
  Combobox,
  FileButton,
  NumberField,
  Segmented,
  Select,
  Slider,
  Swatches,
  Switch,
  TextArea,
  TextField,
} from './fields/browser.tsx'
import styles from './gallery.module.css'

const LONG = 'wan2.2_ti2v_5B_fp16_with_a_name_that_goes_on_and_on_and_never_ends.safetensors'
const nothing = () => {}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <Text as="h2" tone="second" strong size="small">
        {title}
      </Text>
      <div className={styles.rows}>{children}</div>
    </section>
  )
}

function Buttons() {
  return (
    <Part title="Buttons">
      <div className={styles.line}>
        <ButtonGroup label="Run">
          <Button variant="primary" icon="run">
            Run 5 stale
          </Button>
          <IconButton variant="primary" icon="chevron-down" label="Choose what to run" />
        </ButtonGroup>
        <Button>Import</Button>
        <Button icon="plus">Shot</Button>
        <Button variant="quiet" iconEnd="chevron-down">
          Columns
        </Button>
        <Button variant="danger" icon="stop">
          Stop all
        </Button>
      </div>
      <div className={styles.line}>
        <Button pressed>Pressed</Button>
        <Button busy>Saving</Button>
        <Button disabled>Disabled</Button>
        <Button variant="primary" disabled>
          Run
        </Button>
        <Button disabled disabledReason="Nothing is selected">
          With a reason
        </Button>
        <Button size="small">Small</Button>
        <Button size="large">Large</Button>
      </div>
      <div className={styles.line} style={{ inlineSize: 200 }}>
        <Button icon="download">{LONG}</Button>
      </div>
      <div className={styles.line}>
        <IconButton icon="undo" label="Undo" shortcut="mod+z" />
        <IconButton icon="redo" label="Redo" shortcut="mod+shift+z" disabled />
        <IconButton icon="bell" label="Notices" count={5} />
        <IconButton icon="queue" label="Queue" count={140} iconSize={20} size="large" />
        <IconButton icon="grid" label="Grid" pressed />
        <Kbd keys="mod+shift+z" />
        <Kbd keys="alt+arrowright" />
      </div>
    </Part>
  )
}

function States() {
  return (
    <Part title="States">
      <div className={styles.line}>
        {Object.keys(stateIcons).map((state) => (
          <StateBadge key={state} state={state as StateName} />
        ))}
      </div>
      <div className={styles.line}>
        <StateBadge state="stale" size="small">
          Stale · action
        </StateBadge>
        <StateBadge state="running" size="small">
          Step 11 of 20 · gpu-2
        </StateBadge>
        <StateBadge state="failed" iconOnly />
        <StatusDot tone="done" label="Healthy" />
        <StatusDot tone="stale" label="Slow" />
        <StatusDot tone="failed" label="Not reachable" />
        <StatusDot tone="off" label="Switched off" />
      </div>
      <Progress label="Run 14" value={0.42} text="11 of 26" />
      <Progress label="Loading the model" value={null} />
      <Progress label="Node" value={0.7} thin tone="done" />
      <Meter
        label="Memory"
        max={24}
        text="17.5 of 24 GB"
        parts={[
          { label: 'Others 5.3 GB', value: 5.3 },
          { label: 'Ours 12.2 GB', value: 12.2, tone: 'running' },
        ]}
      />
      <div className={styles.line}>
        {Object.keys(portShapes).map((type) => (
          <span key={type} className={styles.port}>
            <PortShape type={type as PortShapeName} /> <Text size="small">{type}</Text>
          </span>
        ))}
      </div>
    </Part>
  )
}

const MODELS = ['flux1-dev', 'flux1-schnell', 'sd_xl_base_1.0', 'wan2.2_ti2v_5B'].map((name, index) => ({
  value: name,
  label: `${name}.safetensors`,
  detail: `${6 + index} GB`,
  group: index < 2 ? 'Flux' : 'Others',
}))

function Fields() {
  const [text, setText] = useState('Medium shot, low angle. @mara runs along the sea wall, lantern swinging.')
  const [recipe, setRecipe] = useState('flux')
  const [model, setModel] = useState<string | null>('flux1-dev')
  const [frames, setFrames] = useState<number | null>(81)
  const [weight, setWeight] = useState(0.65)
  const recipes = [
    { value: 'flux', label: 'Flux dev', group: 'Text to image' },
    { value: 'sdxl', label: 'SDXL', group: 'Text to image' },
    { value: 'wan', label: 'Wan 2.2 5B', group: 'Image to video' },
  ]
  return (
    <Part title="Fields">
      <TextField layout="row" label="Name" value="SH020 first frame" onCommit={nothing} />
      <TextField layout="row" label="Seed" value="418220771" onCommit={nothing} after="keep" mono />
      <TextField layout="row" label="Search" type="search" value="lantern" onChange={nothing} />
      <TextField layout="row" label="Password" type="password" value="secret" onChange={nothing} />
      <TextField layout="row" label="Lens" mixed value="" onCommit={nothing} />
      <TextField layout="row" label="Off" disabled value="Cannot be changed" onCommit={nothing} />
      <TextField
        layout="row"
        label="Address of the server"
        type="url"
        value="127.0.0.1:81880"
        onChange={nothing}
        error="A port is at most 65535. ComfyUI's usual one is 8188."
      />
      <TextArea label="Prompt" value={text} onChange={setText} hint="Type @ for a character, { for a variable." />
      <Select layout="row" label="Recipe" value={recipe} options={recipes} onChange={setRecipe} />
      <Select layout="row" label="Server" mixed value={null} options={recipes} onChange={nothing} />
      <Combobox layout="row" label="Model" value={model} options={MODELS} onChange={setModel} />
      <Combobox layout="row" label="Missing" value={LONG} options={MODELS} onChange={nothing} />
      <NumberField
        layout="row"
        label="Frames"
        value={frames}
        onChange={setFrames}
        min={1}
        max={241}
        step={4}
        unit="f"
      />
      <NumberField layout="row" label="Seconds" value={3.5} onCommit={nothing} unit="s" disabled />
      <Slider layout="row" label="Weight" value={weight} min={0} max={1} step={0.05} onChange={setWeight} />
      <Slider layout="row" label="Off" value={3} min={0} max={10} disabled />
    </Part>
  )
}

function Choices() {
  const [mode, setMode] = useState('slider')
  const [colour, setColour] = useState('grey')
  const [ticked, setTicked] = useState(true)
  const segments = ['slider', 'side by side', 'difference', 'blink'].map((value) => ({ value, label: value }))
  const swatches = [
    { value: 'grey', label: 'Grey', colour: 'oklch(0.6 0 0)' },
    { value: 'ember', label: 'Ember', colour: 'oklch(0.65 0.15 40)' },
    { value: 'teal', label: 'Teal', colour: 'oklch(0.65 0.1 190)' },
  ]
  return (
    <Part title="Choices">
      <Segmented label="Compare by" value={mode} segments={segments} onChange={setMode} />
      <Segmented
        label="View"
        size="small"
        value="grid"
        onChange={nothing}
        segments={[
          { value: 'grid', label: 'Grid', icon: 'grid', iconOnly: true },
          { value: 'outline', label: 'Outline', icon: 'outline', iconOnly: true },
          { value: 'off', label: 'Film', icon: 'video', disabled: true },
        ]}
      />
      <Swatches label="Colour" value={colour} swatches={swatches} onChange={setColour} />
      <Checkbox label="Keyframes" checked={ticked} onChange={setTicked} after="214" />
      <Checkbox label="Video" checked={false} onChange={nothing} after="96" />
      <Checkbox label="All scenes" checked={false} mixed onChange={nothing} />
      <Checkbox label="Cannot be chosen" checked disabled onChange={nothing} />
      <Switch label="Snap to grid" checked={ticked} onChange={setTicked} />
      <Switch label="Wheel pans" hint="Ctrl and wheel zoom, as trackpads expect." checked={false} onChange={nothing} />
      <Switch label="Off" checked={false} disabled onChange={nothing} />
      <div className={styles.line}>
        <FileButton icon="upload" accept=".json" onFiles={nothing}>
          Open a file
        </FileButton>
      </div>
    </Part>
  )
}

function Situations() {
  const [tab, setTab] = useState('keyframe')
  const tabs = [
    { id: 'keyframe', label: 'Keyframe' },
    { id: 'takes', label: 'Takes', count: 6 },
    { id: 'provenance', label: 'Provenance' },
    { id: 'json', label: 'JSON', icon: 'json' as const },
  ]
  return (
    <Part title="Situations">
      <Tabs label="About the node" tabs={tabs} value={tab} onChange={setTab}>
        <div className={styles.inset}>
          <Text lines={1}>{LONG}</Text>
          <Text lines={2} tone="second" size="small">
            The tower against the last light, gulls turning below, and a sentence that has far more to say than two
            lines of any node can hold, so that it ends in an ellipsis.
          </Text>
          <Text mono tone="third">
            01:00:05:11
          </Text>
        </div>
      </Tabs>
      <div className={styles.framed}>
        <EmptyState icon="shots" title="No shots yet" action={<Button icon="plus">Add a scene and a shot</Button>}>
          A shot is one continuous view of the camera. Shots of the canvas and of this table are the same.
        </EmptyState>
      </div>
      <ErrorState
        what="This server has no checkpoint flux1-dev.safetensors."
        means="Keyframes of SC010 cannot be made there; the other 11 jobs go on."
        actions={
          <>
            <Button size="small">Use flux1-schnell once</Button>
            <Button size="small">Choose for this recipe</Button>
          </>
        }
        detail={'{"error": {"type": "value_not_in_list", "details": "ckpt_name: flux1-dev.safetensors"}}'}
        onCopy={nothing}
      />
      <ErrorState tone="stale" what="Out of date: the action of SH020 changed." />
      <div className={styles.bones} aria-busy>
        <Skeleton shape="picture" width="96px" />
        <Skeleton lines={3} width="200px" />
      </div>
      <Split />
    </Part>
  )
}

function Split() {
  const panel = usePanelSize({ id: 'gallery', initial: 140, min: 80, max: 220 })
  return (
    <div className={styles.split}>
      <SplitPane panel={panel} side="start" label="Filters" content={<Text tone="second">Filters</Text>}>
        <Text tone="second">Pictures</Text>
      </SplitPane>
    </div>
  )
}

function Icons() {
  return (
    <Part title="Icons">
      <div className={styles.icons}>
        {Object.keys(iconPaths).map((name) => (
          <span key={name} className={styles.icon}>
            <Icon name={name as IconName} size={20} />
            <Icon name={name as IconName} />
            <Text size="state" tone="third" lines={1}>
              {name}
            </Text>
          </span>
        ))}
      </div>
    </Part>
  )
}

/** Every primitive in its states, for looking at; drawn by the browser test only. */
export function Gallery() {
  return (
    <main className={styles.gallery}>
      <h1 className={styles.title}>Gallery</h1>
      <Buttons />
      <States />
      <Fields />
      <Choices />
      <Situations />
      <Icons />
    </main>
  )
}
