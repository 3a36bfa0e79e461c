/** A size in pixels. */
export type Size = { readonly width: number; readonly height: number }

/** Where a picture lies when it is shown whole and as large as possible in the middle of a box; the rest stays black. */
export function fitInside(picture: Size, box: Size): Size & { readonly x: number; readonly y: number } {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  const width = Math.round(picture.width * scale)
  const height = Math.round(picture.height * scale)
  return { x: Math.round((box.width - width) / 2), y: Math.round((box.height - height) / 2), width, height }
}

/** Breaks text into lines no wider than `width`, at spaces where it can, inside words where it must. */
export function breakLines(
  text: string,
  width: number,
  measure: (line: string) => number,
  most: number,
): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.split(/(?<=\s)/).flatMap((word) => (measure(word.trimEnd()) > width ? [...word] : [word]))) {
    if (line !== '' && measure((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''}…`]
}
