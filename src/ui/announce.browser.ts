/** How urgently something is read out: after the current sentence, or at once. */
export type Politeness = 'polite' | 'assertive'

const KEPT = 4

/** Both regions must exist before the first message: a region that appears together with its text is often not read. */
export function mountAnnouncer(page: Document = document): void {
  for (const politeness of ['polite', 'assertive'] as const) region(politeness, page)
}

/**
 * Says something to screen readers without showing it: a job that ended, an edit that was undone, a refusal.
 * The same sentence twice is read twice.
 */
export function announce(text: string, politeness: Politeness = 'polite', page: Document = document): void {
  const place = region(politeness, page)
  const line = page.createElement('div')
  line.textContent = text
  place.append(line)
  // Additions are what is read, so old lines may go without a word; a few stay for readers that are slow to look.
  while (place.childElementCount > KEPT) place.firstElementChild?.remove()
}

function region(politeness: Politeness, page: Document): HTMLElement {
  const id = `announcer-${politeness}`
  const known = page.getElementById(id)
  if (known) return known
  const made = page.createElement('div')
  made.id = id
  made.setAttribute('role', politeness === 'polite' ? 'status' : 'alert')
  made.setAttribute('aria-live', politeness)
  made.setAttribute('aria-atomic', 'false')
  made.setAttribute('aria-relevant', 'additions')
  made.style.cssText =
    'position:fixed;inset-block-end:0;inset-inline-start:0;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)'
  page.body.append(made)
  return made
}
