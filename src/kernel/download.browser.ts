/** Hands a file to the person as a download. */
export function download(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  // Some browsers follow only links that are part of the page.
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads the address when the click is handled; a minute is more than it takes to begin.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
