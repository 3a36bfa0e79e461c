/** Where an issue lies: a path in a file, a node of the storyboard, a field of it. */
export type IssuePlace = {
  readonly path?: string
  readonly nodeId?: string
  readonly field?: string
  readonly edgeId?: string
}

/** A named repair that the program can do by itself when the person agrees. */
export type IssueFix = { readonly label: string; readonly action: string; readonly value?: unknown }

/** Something that a person can mend before an operation starts. Several are returned together, never thrown. */
export type Issue = {
  readonly code: string
  readonly message: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly at: IssuePlace
  readonly fix?: IssueFix
}

/** Makes an issue; `error` unless said otherwise. */
export function issue(
  code: string,
  message: string,
  at: IssuePlace = {},
  severity: Issue['severity'] = 'error',
  fix?: IssueFix,
): Issue {
  return { code, message, severity, at, ...(fix ? { fix } : {}) }
}

/** True when at least one of the issues forbids going on. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((one) => one.severity === 'error')
}
