export { PlayerDock } from './player-dock.tsx'
export { TimelineScreen } from './timeline-screen.tsx'
