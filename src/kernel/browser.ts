export { systemClock, systemRandom } from './clock.browser.ts'
export { download } from './download.browser.ts'
export {
  type Connection,
  connectApi,
  exposeApi,
  type Heartbeat,
  type RemoteApi,
  type RpcEndpoint,
  transferring,
} from './rpc.browser.ts'
