import type { ServerState } from '../../scheduler/index.ts'

/** The row of a server. */
export type Server = ServerState['server']

/** What a server has. */
export type Capabilities = NonNullable<ServerState['capabilities']>

/** The doctor's word on a server. */
export type DoctorReport = NonNullable<ServerState['report']>

/** A system that commands are written for. */
export type Platform = keyof NonNullable<DoctorReport['commands']>
