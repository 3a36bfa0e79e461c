export { ServersScreen } from './servers-screen.tsx'
