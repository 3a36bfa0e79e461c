/** Something that a person may do about a notice. `action` is a command name of the app. */
export type NoticeAction = { readonly label: string; readonly action: string; readonly value?: string }

/** What a person is told. Notices of one `topic` replace each other and count up. */
export type Notice = {
  readonly id: string
  readonly topic: string
  readonly level: 'info' | 'success' | 'warning' | 'error'
  readonly title: string
  readonly text?: string
  readonly detail?: string
  readonly at: number
  readonly count: number
  readonly read: boolean
  readonly actions: readonly NoticeAction[]
}
