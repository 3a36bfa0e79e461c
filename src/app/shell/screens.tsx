import type { ComponentType } from 'react'
import { preferences } from '../settings/preferences.browser.ts'
import { openViewer } from '../state/dialogs.ts'
import { type Screen, useSession } from '../state/session.ts'
import { useLive } from '../state/studio-context.tsx'
import { definePart } from './parts.tsx'

const Canvas = definePart(() => import('../canvas/browser.tsx').then((face) => face.CanvasScreen))

function CanvasPart() {
  const wheel = useLive(preferences, ({ wheel: choice }) => choice)
  return <Canvas onOpenViewer={openViewer} wheel={wheel} />
}

const screens: Readonly<Record<Screen, ComponentType>> = {
  projects: definePart(() => import('../projects/browser.tsx').then((face) => face.ProjectsScreen)),
  canvas: CanvasPart,
  shots: definePart(() => import('../shots/browser.tsx').then((face) => face.ShotsScreen)),
  timeline: definePart(() => import('../player/browser.tsx').then((face) => face.TimelineScreen)),
  library: definePart(() => import('../library/browser.tsx').then((face) => face.LibraryScreen)),
  queue: definePart(() => import('../queue/browser.tsx').then((face) => face.QueueScreen)),
  servers: definePart(() => import('../servers/browser.tsx').then((face) => face.ServersScreen)),
  notices: definePart(() => import('../notices/browser.tsx').then((face) => face.NoticesScreen)),
  settings: definePart(() => import('../settings/browser.tsx').then((face) => face.SettingsScreen)),
}

/** The inspector beside the screens. */
export const InspectorPart = definePart(() => import('../inspector/browser.tsx').then((face) => face.Inspector))

/** The player below the screens. */
export const PlayerPart = definePart(() => import('../player/browser.tsx').then((face) => face.PlayerDock))

/** The screen that the session names. */
export function ScreenPart() {
  const screen = useSession((state) => state.screen)
  const Part = screens[screen]
  return <Part key={screen} />
}
