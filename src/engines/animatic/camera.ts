/** What the camera sees of a picture: centre and zoom in fractions of the picture, turn in radians. Zoom 1 shows all of it. */
export type View = { readonly x: number; readonly y: number; readonly zoom: number; readonly turn: number }

/** A camera move by its kind and direction. `across` is -1 for left, up or out, 1 for right, down or in. */
export type Move = { readonly kind: MoveKind; readonly direction: -1 | 1 }

/** Kinds of camera moves that can be drawn. */
export type MoveKind =
  | 'static'
  | 'pan'
  | 'whip'
  | 'tilt'
  | 'truck'
  | 'crane'
  | 'push'
  | 'zoom'
  | 'arc'
  | 'roll'
  | 'handheld'
  | 'rack'

/** The picture at rest, a little closer than whole so that nothing shows of its edge. */
const STILL: View = { x: 0.5, y: 0.5, zoom: 1, turn: 0 }

const RULES: readonly (readonly [RegExp, MoveKind])[] = [
  [/\brack\b|\bfocus\b/, 'rack'],
  [/\bwhip\b|\bswish\b/, 'whip'],
  [/\bhand-?\s?held\b|\bshak(y|e)\b|\bsteadicam\b|\bgimbal\b/, 'handheld'],
  [/\bzoom\b|\bpunch\b/, 'zoom'],
  [/\barc\b|\borbit\b|\bcircl/, 'arc'],
  [/\broll\b|\bdutch\b|\brotat/, 'roll'],
  [/\bcrane\b|\bboom\b|\bpedestal\b|\bjib\b|\bdrone\b|\belevator\b/, 'crane'],
  [/\btruck\b|\bcrab\b|\bslide\b|\btrack(ing)?\s+(left|right)\b/, 'truck'],
  [/\bpush\b|\bpull\b|\bdolly\b|\btrack(ing)?\b|\bfollow\b|\bcreep\b/, 'push'],
  [/\btilt\b/, 'tilt'],
  [/\bpan\b/, 'pan'],
]

/** Reads a camera move as crews write it; what nobody can draw stands still. */
export function parseMove(text: string): Move {
  const words = text.toLowerCase().replaceAll('_', ' ')
  const kind = RULES.find(([pattern]) => pattern.test(words))?.[1] ?? 'static'
  const back = /\bleft\b|\bback\b|\bout\b|\bpull\b|\bup\b|\bcounter/.test(words)
  return { kind, direction: back ? -1 : 1 }
}

/** True for moves during which every frame is the same picture. */
export function isStatic(move: Move): boolean {
  return move.kind === 'static'
}

/**
 * The view at a moment: `progress` runs from 0 to 1 over the clip, `seconds` is the time since its start (for what does
 * not depend on its length), `aspect` is width / height. `focus` is the height of what matters, 0 top to 1 bottom: coming
 * closer leaves it where it is. The picture always fills the view.
 */
export function viewAt(move: Move, progress: number, seconds: number, aspect: number, focus = 0.5): View {
  const view = wish(move, progress, seconds)
  return keepInside({ ...view, y: view.y + (focus - 0.5) * (1 - 1 / view.zoom) }, aspect)
}

function wish({ kind, direction }: Move, progress: number, seconds: number): View {
  const eased = ease(progress)
  const swing = direction * (eased - 0.5)
  switch (kind) {
    case 'static':
    case 'rack':
      return STILL
    case 'pan':
      return { ...STILL, zoom: 1.22, x: 0.5 + swing * 0.18 }
    case 'whip':
      return { ...STILL, zoom: 1.3, x: 0.5 + direction * (snap(progress) - 0.5) * 0.23 }
    case 'tilt':
      return { ...STILL, zoom: 1.22, y: 0.5 + swing * 0.18 }
    case 'truck':
      // Unlike a pan it comes a little closer on the way, as a dolly beside the subject does.
      return { ...STILL, zoom: 1.16 + 0.04 * Math.sin(Math.PI * progress), x: 0.5 + swing * 0.13 }
    case 'crane':
      return { ...STILL, zoom: 1.22 - 0.06 * eased, y: 0.5 + swing * 0.13 }
    case 'push':
      return { ...STILL, zoom: 1.12 + direction * (eased - 0.5) * 0.22 }
    case 'zoom':
      return { ...STILL, zoom: 1.2 * 1.16 ** (direction * (2 * eased - 1)) * 0.86 }
    case 'arc':
      return { x: 0.5 + swing * 0.12, y: 0.5, zoom: 1.2 + 0.05 * Math.sin(Math.PI * progress), turn: -swing * 0.05 }
    case 'roll':
      return { ...STILL, zoom: 1.02, turn: swing * 0.2 }
    case 'handheld':
      return {
        x: 0.5 + shake(seconds, 0) * 0.012,
        y: 0.5 + shake(seconds, 2.1) * 0.014,
        zoom: 1.08,
        turn: shake(seconds, 4.7) * 0.007,
      }
  }
}

/** Zooms in and moves the centre until the turned view lies inside the picture. */
function keepInside(view: View, aspect: number): View {
  const cos = Math.abs(Math.cos(view.turn))
  const sin = Math.abs(Math.sin(view.turn))
  // Half extents of the turned view's bounding box, in fractions of the picture, at zoom 1.
  const halfX = (cos + sin / aspect) / 2
  const halfY = (cos + sin * aspect) / 2
  const zoom = Math.max(view.zoom, 2 * halfX, 2 * halfY, 1)
  const within = (centre: number, half: number) => Math.min(1 - half / zoom, Math.max(half / zoom, centre))
  return { zoom, turn: view.turn, x: within(view.x, halfX), y: within(view.y, halfY) }
}

/** How far focus has shifted in a rack focus, 0 to 1: it happens in the middle third. */
export function focusAt(progress: number): number {
  return ease(Math.min(1, Math.max(0, progress * 3 - 1)))
}

function ease(progress: number): number {
  return (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, progress)))) / 2
}

// A whip stands, flies and stands: all of its way lies in the middle fifth.
function snap(progress: number): number {
  return ease((progress - 0.4) * 5)
}

// Sums of slow sines without a shared period: steady hands, never the same twice, the same in every run.
function shake(seconds: number, phase: number): number {
  const wave = (speed: number, weight: number, offset: number) =>
    weight * Math.sin(2 * Math.PI * speed * seconds + phase + offset)
  return wave(0.37, 0.55, 0) + wave(0.83, 0.3, 1.3) + wave(1.71, 0.15, 2.9)
}
