import { defineFailures } from '../../kernel/index.ts'

/** What can stop a drawing. */
export const animaticFailures = defineFailures('animatic', {
  'no-video-encoder': {
    retry: 'manual',
    message:
      'This browser cannot write video (it has no WebCodecs encoder for H.264 or VP9 at this size). Stills work; open the project in a current Chrome or Edge for clips.',
  },
  'no-canvas': {
    retry: 'manual',
    message:
      'This browser could not set up a {{width}} × {{height}} drawing. Choose a smaller size, or close other tabs and retry.',
  },
  'bad-values': {
    retry: 'never',
    message: 'The panel cannot be drawn: “{{field}}” has no usable value.',
  },
  'no-sound': {
    retry: 'manual',
    message:
      'The built-in engine draws pictures; it makes no sound. Import an audio file, or connect a ComfyUI server.',
  },
  'bad-picture': {
    retry: 'manual',
    message: 'The picture “{{name}}” cannot be read. Make or import it again, then retry.',
  },
  'picture-gone': {
    retry: 'manual',
    message: 'The bytes of “{{name}}” are not in this browser. Import the file again, then retry.',
  },
  'encoder-stopped': {
    retry: 'manual',
    message: 'The video encoder of this browser stopped in the middle. Nothing was kept; retry.',
  },
  'frames-lost': {
    retry: 'manual',
    message:
      'The video encoder wrote {{written}} of {{wanted}} frames, so the clip was thrown away. Retry, or choose a smaller size.',
  },
  'not-made': {
    retry: 'manual',
    message: 'This drawing is not there (any more). Retry to draw it again.',
  },
})
