import type { IconName } from '../icons/paths.ts'

type Named = {
  readonly label: string
  readonly icon?: IconName | undefined
  /** Such as `mod+d`; shown only, the keys are handled elsewhere. */
  readonly shortcut?: string | undefined
  readonly disabled?: boolean | undefined
  /** Why it is disabled; shown under the label. */
  readonly reason?: string | undefined
}

/** A line of a menu as data, so that commands can be listed, searched and tested without drawing them. */
export type MenuEntry =
  | (Named & { readonly type?: 'action'; readonly danger?: boolean | undefined; readonly run: () => void })
  | (Named & { readonly type: 'check'; readonly checked: boolean; readonly change: (checked: boolean) => void })
  | {
      readonly type: 'choice'
      readonly label: string
      readonly value: string
      readonly options: readonly (Named & { readonly value: string })[]
      readonly change: (value: string) => void
    }
  | (Named & { readonly type: 'submenu'; readonly entries: readonly MenuEntry[] })
  | { readonly type: 'group'; readonly label: string; readonly entries: readonly MenuEntry[] }
  | { readonly type: 'separator' }
