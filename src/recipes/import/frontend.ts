/** Versions of ComfyUI's web page whose behaviour is known by measurement. */
export type FrontendVersion = '1.58' | '1.37' | '1.27'

/** The points in which those versions differ; everything else is one algorithm. */
export type Traits = {
  readonly version: FrontendVersion
  /** Where the host of a subgraph keeps the values of the inner widgets that it shows. */
  readonly promotion: 'migrated' | 'proxied' | 'copied'
  /** A widget input whose source is muted: keeps its own value, or loses the key. */
  readonly mutedSourceKeepsValue: boolean
  /** A muted node gives nothing on, also when it is a pass-through node; otherwise only the emitted nodes are looked at. */
  readonly mutedCuts: boolean
  /** A link that stands only in the table of links counts. */
  readonly restoresLinks: boolean
  /** `null` among the stored values means the default. */
  readonly nullIsDefault: boolean
  /** A slot given as text is exported as text. */
  readonly keepsTextSlots: boolean
  /** Node ids that several definitions share are given anew. */
  readonly uniqueIds: boolean
  /** Old group nodes become subgraphs with new ids. */
  readonly groupsBecomeSubgraphs: boolean
  /** Nodes inside a host that is off are exported: always, or only where that host lies inside another subgraph. */
  readonly exportsInsideOff: 'always' | 'nested'
  /** The widget behind an input of a subgraph is looked up by the slot number of the file, which may be another's by now. */
  readonly countsSlots: boolean
  /** Widgets for sound are part of the prompt. */
  readonly exportsPlayers: boolean
}

const newest: Traits = {
  version: '1.58',
  promotion: 'migrated',
  mutedSourceKeepsValue: true,
  mutedCuts: true,
  restoresLinks: true,
  nullIsDefault: true,
  keepsTextSlots: true,
  uniqueIds: true,
  groupsBecomeSubgraphs: true,
  exportsInsideOff: 'nested',
  countsSlots: false,
  exportsPlayers: false,
}

const older: Traits = {
  ...newest,
  mutedSourceKeepsValue: false,
  mutedCuts: false,
  restoresLinks: false,
  nullIsDefault: false,
  keepsTextSlots: false,
  uniqueIds: false,
  groupsBecomeSubgraphs: false,
  exportsInsideOff: 'always',
  exportsPlayers: true,
}

/** How each version behaves. */
export const TRAITS: Readonly<Record<FrontendVersion, Traits>> = {
  '1.58': newest,
  '1.37': { ...older, version: '1.37', promotion: 'proxied' },
  '1.27': { ...older, version: '1.27', promotion: 'copied', countsSlots: true },
}
