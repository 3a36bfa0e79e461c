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

function createNarrow(): Live<boolean> {
  const query = matchMedia(`(max-width: ${NARROW - 1}px)`)
  const signal = createSignal(query.matches)
  query.addEventListener('change', () => signal.set(query.matches))
  return signal
}

let narrow: Live<boolean> | undefined

/** Whether the window is narrow. */
function useNarrow(): boolean {
  narrow ??= createNarrow()
  return useSyncExternalStore(narrow.subscribe, narrow.get)
}

/** The inspector's panel: wide and narrow windows remember it apart. */
export function useInspectorPanel(): PanelSize {
  const storage = localPlace()
  const isNarrow = useNarrow()
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

/** The drawer's panel. */
export function useDrawerPanel(): PanelSize {
  return usePanelSize({ id: 'drawer', initial: 208, min: 140, max: 560, storage: localPlace() })
}
