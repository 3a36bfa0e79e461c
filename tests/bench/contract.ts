/** What a file of tests/bench or tests/soak exports by default; the runner is scripts/measure.mjs. */
export interface Measurement {
  readonly name: string
  run(context: MeasurementContext): Promise<{ rows: MeasurementRow[] }>
}

/** What the runner hands to each measurement. */
export interface MeasurementContext {
  /** The project's folder, with a slash at its end. */
  readonly root: string
  /** Launch options for playwright's `chromium.launch`. */
  readonly chromium: { readonly executablePath: string | undefined; readonly args: string[] }
  /** Prints a line of progress. */
  say(line: string): void
  /** How long a fault run lasts; only for tests/soak. */
  readonly minutes?: number
  /** The seed of all randomness; only for tests/soak. */
  readonly seed?: number
}

/** One measured number. */
export interface MeasurementRow {
  readonly name: string
  readonly value: number
  /** 'ms', '×', '' for counts. */
  readonly unit: string
  /** Shown as met or missed; only fault runs fail by it. */
  readonly goal?: `${'<' | '≤' | '>' | '≥' | '='} ${number}`
  readonly note?: string
}
