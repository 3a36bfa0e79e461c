import type { Assessment } from '../../../jobs/index.ts'
import { PORT_TYPES, type PortType } from '../../../storyboard/index.ts'
import { tokenValue } from '../../../ui/browser.tsx'
import type { NodeJob } from '../live/activity.ts'
import { type ShownState, stateOf, stateTokens } from '../live/state-of.ts'
import { type Curve, pathOf } from '../model/curve.ts'
import type { Wire } from '../model/scene.ts'

/** Colours of the theme as a canvas wants them. */
export type Colours = {
  readonly room: string
  readonly panel: string
  readonly raised: string
  readonly pictureGround: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly text2: string
  readonly accent: string
  readonly ports: Readonly<Record<PortType, string>>
  readonly states: Readonly<Partial<Record<ShownState, string>>>
}

/** Reads the theme's colours. */
export function readColours(): Colours {
  const states = Object.entries(stateTokens).map(([state, token]) => [state, tokenValue(token)])
  const ports = PORT_TYPES.map((type) => [type, tokenValue(`--port-${type}`)])
  return {
    room: tokenValue('--room'),
    panel: tokenValue('--panel'),
    raised: tokenValue('--raised'),
    pictureGround: tokenValue('--picture-ground'),
    line: tokenValue('--line'),
    lineStrong: tokenValue('--line-strong'),
    text: tokenValue('--text'),
    text2: tokenValue('--text-2'),
    accent: tokenValue('--accent'),
    ports: Object.fromEntries(ports) as Record<PortType, string>,
    states: { ...(Object.fromEntries(states) as Partial<Record<ShownState, string>>), running: tokenValue('--accent') },
  }
}

/** Calls back when the theme changes. */
export function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Sizes a canvas to its place on the screen and clears it; undefined when it has none. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const scale = devicePixelRatio
  const wide = Math.round(width * scale)
  const high = Math.round(height * scale)
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
  }
  const context = canvas.getContext('2d') ?? undefined
  context?.setTransform(scale, 0, 0, scale, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

/** States by node, read once per drawing. */
export function stateReader(assessments: ReadonlyMap<string, Assessment>, jobs: ReadonlyMap<string, NodeJob>) {
  return (id: string): ShownState | undefined => stateOf(assessments.get(id), jobs.get(id))
}

/** The wires as one path per port type. */
export function joinWires(wires: Iterable<Wire>): ReadonlyMap<PortType, Path2D> {
  const texts = new Map<PortType, string>()
  for (const { type, curves } of wires) texts.set(type, (texts.get(type) ?? '') + known(curves))
  return new Map([...texts].map(([type, text]) => [type, new Path2D(text)]))
}

const written = new WeakMap<readonly Curve[], string>()

function known(curves: readonly Curve[]): string {
  const text = written.get(curves) ?? pathOf(curves)
  written.set(curves, text)
  return text
}
