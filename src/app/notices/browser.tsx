export { NoticesCorner } from './notices-corner.tsx'
export { NoticesPanel, NoticesScreen } from './notices-panel.tsx'
