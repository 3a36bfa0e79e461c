import type { ComponentType } from 'react'
import { preferences } from '../settings/preferences.browser.ts'
import { openViewer } from '../state/dialogs.ts'
import { type Screen, useSession } from '../state/session.ts'
import { useLive } from '../state/studio-context.tsx'
import { fetchPart } from './lazy-part.browser.ts'
import { Part } from './parts.tsx'

type Loader = () => Promise<ComponentType<object>>

const loadCanvas = () => import('../canvas/browser.tsx').then((face) => face.CanvasScreen)
const loadInspector = () => import('../inspector/browser.tsx').then((face) => face.Inspector)
const loadPlayer = () => import('../player/browser.tsx').then((face) => face.PlayerDock)

/** Every other screen needs nothing from the window. */
const loaders: Readonly<Record<Exclude<Screen, 'canvas'>, Loader>> = {
  projects: () => import('../projects/browser.tsx').then((face) => face.ProjectsScreen),
  shots: () => import('../shots/browser.tsx').then((face) => face.ShotsScreen),
  timeline: () => import('../player/browser.tsx').then((face) => face.TimelineScreen),
  library: () => import('../library/browser.tsx').then((face) => face.LibraryScreen),
  queue: () => import('../queue/browser.tsx').then((face) => face.QueueScreen),
  servers: () => import('../servers/browser.tsx').then((face) => face.ServersScreen),
  notices: () => import('../notices/browser.tsx').then((face) => face.NoticesScreen),
  settings: () => import('../settings/browser.tsx').then((face) => face.SettingsScreen),
}

const NOTHING = {}

/** Begins to fetch the canvas, before the window that shows it. */
export function fetchCanvas(): Promise<void> {
  return fetchPart(loadCanvas)
}

/** The inspector beside the screens. */
export function InspectorPart() {
  return <Part load={loadInspector} props={NOTHING} shape="panel" />
}

/** The player below the screens. */
export function PlayerPart() {
  return <Part load={loadPlayer} props={NOTHING} shape="player" />
}

/** The screen that the session names. */
export function ScreenPart() {
  const screen = useSession((state) => state.screen)
  const wheel = useLive(preferences, (choice) => choice.wheel)
  if (screen === 'canvas') return <Part load={loadCanvas} props={{ onOpenViewer: openViewer, wheel }} shape="cards" />
  return <Part key={screen} load={loaders[screen]} props={NOTHING} shape={screen === 'timeline' ? 'player' : 'rows'} />
}
