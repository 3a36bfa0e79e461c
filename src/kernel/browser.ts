export { systemClock, systemRandom } from './clock.browser.ts'
export { type Connection, connectApi, exposeApi, type Heartbeat, type RemoteApi, transferring } from './rpc.browser.ts'
