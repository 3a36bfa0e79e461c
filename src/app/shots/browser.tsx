export { ShotsScreen } from './shots-screen.tsx'
