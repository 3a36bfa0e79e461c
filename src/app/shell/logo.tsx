/** The mark of the program: a strip of frames with one that plays. */
export function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden>
      <rect x="2" y="4" width="18" height="14" rx="2" />
      <path d="M2 8h18M7 4v14" opacity=".55" />
      <path d="m10.5 10.8 4 2.4-4 2.4z" fill="var(--accent)" stroke="none" />
    </svg>
  )
}
