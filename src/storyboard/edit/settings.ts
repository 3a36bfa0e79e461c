import { storyboardIssues } from '../issues.ts'
import { zSettings } from '../schema.ts'
import { refusal, type Step } from './step.ts'

/** Changes film-wide settings; `null` brings a setting's default back. Keys that the program does not know stay. */
export const setSettings: Step<'setSettings'> = (draft, { settings }) => {
  const merged: Record<string, unknown> = { ...draft.header.settings }
  for (const [key, value] of Object.entries(settings)) {
    if (value === null) delete merged[key]
    else if (value !== undefined) merged[key] = value
  }
  const parsed = zSettings.safeParse(merged)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((one) =>
      storyboardIssues.make('storyboard/refused-settings', {
        at: { path: `settings.${one.path.map(String).join('.')}` },
        facts: { reason: one.message },
      }),
    )
    const reason = parsed.error.issues.map((one) => `${one.path.map(String).join('.')}: ${one.message}`).join('; ')
    throw refusal('storyboard/bad-settings', { reason }, issues)
  }
  draft.header = { ...draft.header, settings: parsed.data }
  return []
}

/** Renames the storyboard. */
export const rename: Step<'rename'> = (draft, { title }) => {
  draft.header = { ...draft.header, title }
  return []
}
