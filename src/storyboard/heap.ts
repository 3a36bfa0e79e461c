/** A binary heap of texts: the one with the smallest number comes out first. */
export type Heap = { push(key: number, value: string): void; pop(): string | undefined }

type Entry = { readonly key: number; readonly value: string }

/** Makes an empty heap. */
export function createHeap(): Heap {
  const entries: Entry[] = []
  const keyAt = (index: number) => entries[index]?.key ?? Number.POSITIVE_INFINITY
  const swap = (a: number, b: number) => {
    const held = entries[a] as Entry
    entries[a] = entries[b] as Entry
    entries[b] = held
  }
  return {
    push(key, value) {
      let index = entries.push({ key, value }) - 1
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (keyAt(parent) <= key) break
        swap(index, parent)
        index = parent
      }
    },
    pop() {
      const first = entries[0]
      const last = entries.pop()
      if (!first || !last) return undefined
      if (entries.length === 0) return first.value
      entries[0] = last
      for (let index = 0; ; ) {
        const left = 2 * index + 1
        const smaller = keyAt(left + 1) < keyAt(left) ? left + 1 : left
        if (keyAt(smaller) >= keyAt(index)) break
        swap(index, smaller)
        index = smaller
      }
      return first.value
    },
  }
}
