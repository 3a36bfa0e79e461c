import type { Live } from '../../../kernel/index.ts'

/**
 * A live value that follows from another one. Worked out when it is asked for and the source has changed;
 * `make` gets its own last answer, so that it can keep the parts that stayed the same.
 */
export function derive<A, B>(source: Live<A>, make: (value: A, before: B | undefined) => B): Live<B> {
  let known: { readonly from: A; readonly made: B } | undefined
  return {
    get() {
      const from = source.get()
      if (!known || !Object.is(known.from, from)) known = { from, made: make(from, known?.made) }
      return known.made
    },
    subscribe: (listener) => source.subscribe(listener),
  }
}

/** A derived value that is made once per owner, such as one per studio. */
export function perOwner<O extends object, T>(make: (owner: O) => T): (owner: O) => T {
  const known = new WeakMap<O, T>()
  return (owner) => {
    const found = known.get(owner)
    if (found !== undefined) return found
    const made = make(owner)
    known.set(owner, made)
    return made
  }
}
