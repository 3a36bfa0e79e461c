import { defineIssues, defineSentences } from '../kernel/index.ts'

/** What is said of a film before it is written: what is chosen, what will be lost, what forbids it. */
export const exportIssues = defineIssues('exports', {
  'empty-cut': { message: 'The cut is empty.' },
  'too-long': {
    message:
      'The cut is {{hours}} hours long; a film can have {{most}} at most, because timecode begins anew then. Look for a gap or a clip that is far too long.',
  },
  copies: { severity: 'info', message: 'The clips are joined as they are ({{codec}}), without loss.{{colours}}' },
  'cannot-encode': { message: 'This browser cannot encode {{codec}} at this size. {{other}} may work.' },
  encodes: { severity: 'info', message: 'The film is encoded as {{codec}}, {{range}}.' },
  card: { severity: 'warning', message: '“{{clip}}” has no picture, so a card stands in for it: {{reason}}' },
  'broken-clip': { message: '“{{clip}}” cannot be read here: {{reason}}' },
  'clip-without-picture': { message: '“{{clip}}” has no picture.' },
  'undecodable-clip': { message: '“{{clip}}” is {{codec}}, which this browser cannot decode.' },
  draft: { severity: 'info', message: '“{{clip}}” is a draft.' },
  'other-rate': {
    severity: 'info',
    message: '“{{clip}}” has another frame rate; the nearest of its frames is shown.',
  },
  held: {
    severity: 'warning',
    message: {
      one: '“{{clip}}” is {{count}} frame too short; its last frame is held.',
      other: '“{{clip}}” is {{count}} frames too short; its last frame is held.',
    },
  },
  'no-sound-encoder': {
    severity: 'warning',
    message: 'This browser cannot encode {{codec}}: the film is written without sound.',
  },
  silent: { severity: 'warning', message: '“{{clip}}” is not heard: {{reason}}' },
  'odd-size': { severity: 'warning', message: 'H.264 needs even sizes: the film becomes {{width}} × {{height}}.' },
  'webm-milliseconds': {
    severity: 'info',
    message:
      'WebM stores times in whole milliseconds: the frame rate is exact, single frames are up to half a millisecond off.',
  },
  'encodes-asked': { severity: 'info', message: 'The export node asks for encoding.' },
  'encodes-labels': { severity: 'info', message: 'Labels are burnt into the picture.' },
  'encodes-mixed': { severity: 'info', message: 'The clips were encoded with different settings.' },
  'encodes-gap': { severity: 'info', message: 'The cut has gaps, which are filled with black.' },
  'encodes-card': { severity: 'info', message: 'Clips without a take are replaced by cards.' },
  'encodes-still': { severity: 'info', message: 'Pictures that stand still are drawn.' },
  'encodes-codec': { severity: 'info', message: '“{{clip}}” is {{codec}}, which this format does not take over.' },
  'encodes-size': {
    severity: 'info',
    message: '“{{clip}}” is {{width}} × {{height}}, not {{filmWidth}} × {{filmHeight}}.',
  },
  'encodes-rate': { severity: 'info', message: '“{{clip}}” has another frame rate than the film.' },
  'encodes-trim': {
    severity: 'info',
    message: '“{{clip}}” is trimmed or held where its packets cannot be cut.',
  },
})

/** Sentences inside of other sentences. */
export const exportWords = defineSentences('exports', {
  'write-as': '{{format}}',
  'colours-full-range': ' Its colours are full range, as the clips are; some editors show that with other contrast.',
  'file-gone': 'its media file is gone.',
  'limited-range': 'limited-range BT.709',
  'full-range': 'full range, for quick looks',
  'undecodable-sound': '{{codec}} cannot be decoded here.',
  'holds-no-sound': 'it holds no sound that can be read here.',
  'damaged-file': 'The file is damaged or of a kind that this browser does not know.',
})
