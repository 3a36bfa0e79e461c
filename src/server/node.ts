/** The face of this room for programs that run a forwarder themselves: scripts and tests. */
export { readAddress, type Target } from './addresses.node.ts'
export { createForwarder, type Forwarder, type ForwarderOptions } from './forwarder.node.ts'
