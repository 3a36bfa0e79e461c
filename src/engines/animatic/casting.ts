import type { Stage } from './stage.ts'

/** Which pictures take which part in a panel. */
export type Cast<Picture> = {
  /** `stage`: a drawn set on which pictures stand like figures. `pictures`: `tiles` fill the frame. */
  readonly fill: 'stage' | 'pictures'
  /** Pictures of the people on the stage, by name. */
  readonly pictures: ReadonlyMap<string, Picture>
  readonly tiles: readonly { readonly name: string; readonly picture: Picture }[]
  /** A picture of nobody on the stage (a place, a look), shown small in a corner. */
  readonly inset?: Picture
}

/**
 * Gives the pictures their parts. In close shots in which everybody has a picture, people fill the frame; in wider ones
 * they stand on the drawn ground at their size. A picture of nobody on the stage is the view itself where nobody is named;
 * beside named people it stays small: it may be no more than the look that a style refers to.
 */
export function castPictures<Picture extends { readonly label: string }>(
  stage: Stage,
  references: readonly Picture[],
): Cast<Picture> {
  const names = stage.figures.map((figure) => figure.name)
  const pictures = new Map<string, Picture>()
  for (const name of names) {
    const own = references.find((one) => name !== '' && one.label === name)
    if (own) pictures.set(name, own)
  }
  const view = references.find((one) => !names.includes(one.label))
  const close = stage.framing.feet === undefined && stage.framing.set !== 'shoulder'
  const everybody = pictures.size > 0 && pictures.size === names.length
  if (close && everybody) return { fill: 'pictures', pictures, tiles: names.flatMap((name) => tile(name, pictures)) }
  if (view && names.every((name) => name === ''))
    return { fill: 'pictures', pictures, tiles: [{ name: '', picture: view }] }
  return { fill: 'stage', pictures, tiles: [], ...(view ? { inset: view } : {}) }
}

function tile<Picture>(name: string, pictures: ReadonlyMap<string, Picture>) {
  const picture = pictures.get(name)
  return picture ? [{ name, picture }] : []
}
