import type { KnownCatalogue, Translate } from '../../ui/browser.tsx'

/** Texts for what happens outside of components: commands, announcements, notices. The window keeps it in today's language. */
export const words: { t: Translate<KnownCatalogue>; find: (key: string) => string | undefined } = {
  t: ((key: string) => key) as unknown as Translate<KnownCatalogue>,
  find: () => undefined,
}
