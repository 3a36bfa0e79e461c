let held = false
let used = false

/** True while the space bar is down: dragging then pans, whatever lies under the pointer. */
export function spaceIsHeld(): boolean {
  return held
}

/** The space bar was used for panning, so that letting it go means nothing else. */
export function spaceWasUsed(): void {
  used = true
}

/** The space bar went down. */
export function pressSpace(): void {
  if (!held) used = false
  held = true
}

/** The space bar came up; true = it was tapped, not used for panning. */
export function releaseSpace(): boolean {
  const tapped = held && !used
  held = false
  return tapped
}
