/** How one side of a WebSocket is closed: with a code and reason, or without a status. */
export type Close = { code?: number; reason?: string }

// What may stand in a close frame and what every browser accepts there: 1014 and 1015 are refused by some.
function canBeSent(code: number): boolean {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1013) || (code >= 3000 && code <= 4999)
}

/** How the page's socket ends when the target's ended with this code; a broken connection becomes 1011 with a stable reason. */
export function toClientClose(code: number, reason: string): Close {
  if (code === 1005) return {}
  if (code === 1006) return { code: 1011, reason: 'framewright/server-lost' }
  return canBeSent(code) ? { code, reason } : { code: 1011, reason: `framewright/closed-with-${code}` }
}

/** How the target's socket ends when the page's ended with this code; a page that vanished counts as gone away. */
export function toTargetClose(code: number, reason: string): Close {
  if (code === 1005) return {}
  return canBeSent(code) ? { code, reason } : { code: 1001 }
}
