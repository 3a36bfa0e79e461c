import { useSyncExternalStore } from 'react'
import { createSignal, type Live } from '../../kernel/index.ts'
import { type PanelSize, usePanelSize } from '../../ui/browser.tsx'
import { localPlace } from '../settings/preferences.browser.ts'

/** The panels beside the screens. */
export type PanelName = 'inspector' | 'drawer'

const shown = createSignal<ReadonlyMap<PanelName, PanelSize>>(new Map())

/** The panels that the window shows now, for commands and buttons. */
export const panels = {
  shown: shown as Live<ReadonlyMap<PanelName, PanelSize>>,
  toggle: (name: PanelName) => shown.get().get(name)?.toggle(),
  register(name: PanelName, panel: PanelSize): () => void {
    shown.set(new Map(shown.get()).set(name, panel))
    return () => shown.set(new Map([...shown.get()].filter(([one, size]) => one !== name || size !== panel)))
  },
}

/** Below this width (px) the inspector would leave too little of a canvas, so it begins folded there. */
const NARROW = 1200

/** Below this height (px) the drawer would leave too little of a table or a canvas, so it begins folded there. */
const LOW = 560

function createMatch(condition: string): Live<boolean> {
  const query = matchMedia(condition)
  const signal = createSignal(query.matches)
  query.addEventListener('change', () => signal.set(query.matches))
  return signal
}

const matches = new Map<string, Live<boolean>>()

/** Whether the window is as a media query says. */
function useMatch(condition: string): boolean {
  const live = matches.get(condition) ?? createMatch(condition)
  matches.set(condition, live)
  return useSyncExternalStore(live.subscribe, live.get)
}

/** The inspector's panel: wide and narrow windows remember it apart. */
export function useInspectorPanel(): PanelSize {
  const storage = localPlace()
  const isNarrow = useMatch(`(max-width: ${NARROW - 1}px)`)
  const wide = usePanelSize({ id: 'inspector', initial: 316, min: 260, max: 560, storage })
  const small = usePanelSize({
    id: 'inspector-narrow',
    initial: 300,
    min: 260,
    max: 420,
    initiallyCollapsed: true,
    storage,
  })
  return isNarrow ? small : wide
}

/** The drawer's panel: high and low windows remember it apart. */
export function useDrawerPanel(): PanelSize {
  const storage = localPlace()
  const isLow = useMatch(`(max-height: ${LOW - 1}px)`)
  const high = usePanelSize({ id: 'drawer', initial: 208, min: 140, max: 560, storage })
  const low = usePanelSize({ id: 'drawer-low', initial: 150, min: 120, max: 260, initiallyCollapsed: true, storage })
  return isLow ? low : high
}
