/** A name that every file system takes, as close to the title as possible; `fallback` when nothing of it is left. */
export function cleanFileName(title: string, fallback: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return [...plain].slice(0, LONGEST).join('').trimEnd() || fallback
}

// Room for an ending and a number in file systems that take 255 bytes.
const LONGEST = 80
