const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

/**
 * A text that sorts between `before` and `after` (each absent = open end): fractional indexing over base 36.
 * Keys never end in `0`, so that there is always room in front of one.
 */
export function orderBetween(before: string | undefined, after: string | undefined): string {
  const low = before ?? ''
  let prefix = ''
  for (let place = 0; ; place++) {
    const from = place < low.length ? DIGITS.indexOf(low[place] as string) : 0
    const bounded = after !== undefined && prefix === after.slice(0, place)
    const to = bounded && place < after.length ? DIGITS.indexOf(after[place] as string) : DIGITS.length
    const middle = Math.floor((from + to) / 2)
    if (middle > from) return prefix + DIGITS[middle]
    prefix += DIGITS[from]
    if (place > 200) throw new RangeError('orderBetween: no room between the keys')
  }
}
