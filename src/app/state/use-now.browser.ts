import { useEffect, useState } from 'react'

/**
 * The time of day (ms since 1970), read again every so many ms. Views take it from here: what they show of time then moves
 * on by itself, and nothing is read while they are drawn. Not `ticking` = it stands still.
 */
export function useNow(every: number, ticking = true): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every, ticking])
  return now
}
