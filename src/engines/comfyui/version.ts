/** Since when a server can do what a client has to branch on. */
export const SINCE = {
  clientPromptId: [0, 3, 45],
  targetedInterrupt: [0, 3, 57],
  jobs: [0, 6, 0],
  previewMethod: [0, 7, 0],
  cancelJob: [0, 26, 0],
} as const

/** True when a version text names this version or a newer one; undefined when it cannot be read. */
export function isSince(
  version: string | undefined,
  [major, minor, patch]: readonly [number, number, number],
): boolean | undefined {
  const found = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version ?? '')
  if (!found) return undefined
  const parts = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  const differing = [major, minor, patch]
    .map((wanted, index) => (parts[index] ?? 0) - wanted)
    .find((difference) => difference !== 0)
  return (differing ?? 0) >= 0
}
