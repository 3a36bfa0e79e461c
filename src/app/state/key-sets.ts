import { sameJson } from '../../kernel/index.ts'
import type { KeyChoices } from './shortcuts.ts'

/** Ready-made sets of keys: ours, and those that hands know from another program. */
export const KEY_SETS = {
  own: {},
  comfyui: {
    'run.stale': ['mod+enter'],
    'run.target': ['mod+shift+enter'],
    'run.stop': ['mod+alt+enter'],
    'go.queue': ['alt+5', 'q'],
    'go.projects': ['alt+0', 'w'],
    'canvas.bypass': ['mod+b'],
    'canvas.mute': ['mod+m'],
    'canvas.collapse': ['alt+c'],
    'canvas.fitAll': ['.'],
    'canvas.zoomIn': ['alt+=', 'plus'],
    'canvas.zoomOut': ['alt+-', '-'],
  },
  resolve: {
    'go.library': ['alt+4', 'shift+2'],
    'go.timeline': ['alt+3', 'shift+4'],
    'go.canvas': ['alt+1', 'shift+5'],
    'file.export': ['mod+e', 'shift+8'],
    'canvas.add': ['shift+space', '/'],
    'canvas.fitAll': ['mod+f'],
    'canvas.mute': ['d'],
    'canvas.bypass': ['mod+p'],
    'player.fit': ['shift+z'],
    'player.loop': ['mod+/'],
    'player.fullscreen': ['p'],
  },
} as const satisfies Readonly<Record<string, KeyChoices>>

/** Name of a ready-made set. */
export type KeySet = keyof typeof KEY_SETS

/** The set that a person's keys are, exactly; undefined when some of them were chosen one by one. */
export function keySetOf(choices: KeyChoices): KeySet | undefined {
  return (Object.keys(KEY_SETS) as KeySet[]).find((name) => sameJson(KEY_SETS[name], choices))
}

/** The keys of a set as they are remembered: a list that may be changed. */
export function keysOfSet(name: KeySet): Record<string, string[]> {
  const entries: [string, readonly string[]][] = Object.entries(KEY_SETS[name])
  return Object.fromEntries(entries.map(([id, keys]) => [id, [...keys]]))
}
