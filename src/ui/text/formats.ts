import { formatTimecode, type Rate } from '../../kernel/index.ts'

/** How numbers, times and sizes are written in one language. Times are milliseconds since 1970, lengths are milliseconds. */
export type Formats = {
  number(value: number, options?: Intl.NumberFormatOptions): string
  /** A share of one: `0.42` is "42 %". */
  percent(share: number): string
  date(at: number): string
  time(at: number): string
  dateTime(at: number): string
  /** "3 seconds ago", "in 2 days". */
  ago(at: number, now: number): string
  /** A running clock: `1:12`, `1:02:03`. */
  clock(length: number): string
  /** A rounded length in words: "55 sec", "6 min", "1 hr, 20 min". */
  duration(length: number): string
  /** Decimal sizes: "3.1 GB". */
  bytes(size: number): string
  /** `01:00:05:11`, or drop-frame `01:00:05;11` where the rate asks for it. */
  timecode(frame: number, rate: Rate): string
  list(items: readonly string[]): string
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const

const SPANS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

type Unit = 'hour' | 'minute' | 'second'

/** Makes the formats of a language; `locale` is any BCP 47 tag that Intl understands. */
export function createFormats(locale: string): Formats {
  const numbers = cached((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
  const dates = cached((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options))
  const relative = cached(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const lists = cached((options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options))
  const unit = (value: number, name: Unit) =>
    numbers({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value)

  return {
    number: (value, options = {}) => numbers(options).format(value),
    percent: (share) => numbers({ style: 'percent', maximumFractionDigits: 0 }).format(share),
    date: (at) => dates({ dateStyle: 'medium' }).format(at),
    time: (at) => dates({ timeStyle: 'short' }).format(at),
    dateTime: (at) => dates({ dateStyle: 'medium', timeStyle: 'short' }).format(at),
    ago(at, now) {
      const seconds = (at - now) / 1000
      const [name, size] = SPANS.find(([, span]) => Math.abs(seconds) >= span) ?? SPANS[6]
      return relative({}).format(Math.trunc(seconds / size), name)
    },
    clock,
    duration: (length) =>
      durationParts(length)
        .map(([value, name]) => unit(value, name))
        .join(' '),
    bytes(size) {
      const [value, name] = scaled(size)
      // The short form of `byte` has no plural in English.
      if (name === 'byte') return numbers({ style: 'unit', unit: name, unitDisplay: 'long' }).format(value)
      const digits = value >= 100 ? 0 : 1
      return numbers({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits }).format(value)
    },
    timecode: (frame, rate) => formatTimecode(frame, rate),
    list: (items) => lists({ style: 'long', type: 'conjunction' }).format(items),
  }
}

/** Intl formatters cost about 50 µs to make and nothing to keep. */
function cached<O extends object, F>(make: (options: O) => F): (options: O) => F {
  const known = new Map<string, F>()
  return (options) => {
    const key = JSON.stringify(options)
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(options)
    known.set(key, made)
    return made
  }
}

function clock(length: number): string {
  const whole = Math.floor(Math.abs(length) / 1000)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor(whole / 60) % 60
  const seconds = String(whole % 60).padStart(2, '0')
  const sign = length < 0 && whole > 0 ? '-' : ''
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${sign}${minutes}:${seconds}`
}

/** Two units at most; seconds only below two minutes, because nobody plans by the seconds of an hour. */
function durationParts(length: number): [number, Unit][] {
  const seconds = Math.round(length / 1000)
  if (seconds < 60) return [[seconds, 'second']]
  if (seconds < 120 && seconds % 60 !== 0)
    return [
      [1, 'minute'],
      [seconds - 60, 'second'],
    ]
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return [[minutes, 'minute']]
  const rest = minutes % 60
  const hours: [number, Unit] = [Math.floor(minutes / 60), 'hour']
  return rest === 0 ? [hours] : [hours, [rest, 'minute']]
}

function scaled(size: number): [number, (typeof SIZES)[number]] {
  let value = size
  let step = 0
  // 999.95 would be written as 1,000: the next unit reads better.
  while (Math.abs(value) >= 999.95 && step < SIZES.length - 1) {
    value /= 1000
    step += 1
  }
  return [value, SIZES[step] ?? 'byte']
}
