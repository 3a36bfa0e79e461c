import { defineFailures } from '../kernel/index.ts'

/** Failures of this room. */
export const exportFailures = defineFailures('exports', {
  'no-encoder': {
    retry: 'manual',
    message:
      'This browser cannot encode {{codec}} at this size. Choose {{other}} as the format, or use another browser.',
  },
  'no-webcodecs': {
    retry: 'manual',
    message: 'This browser cannot write video (it has no WebCodecs). Use a current Chromium, Edge, Firefox or Safari.',
  },
  'unreadable-clip': {
    retry: 'manual',
    message: '{{sentence}} Make it again, or replace it in the cut.',
  },
  'nothing-to-write': {
    retry: 'manual',
    message: 'The cut is empty. Wire a video, a picture or a sound into it.',
  },
  'no-space': {
    retry: 'manual',
    message: 'There is not enough room in the browser’s storage for the film. Free some space and export again.',
  },
  'encoder-stopped': {
    retry: 'manual',
    message: 'The encoder stopped at frame {{frame}}. Nothing was saved; export again.',
  },
  'encoder-refused': {
    retry: 'manual',
    message:
      'The encoder of this browser could not begin with pictures of {{width}} × {{height}}. Choose another size in the film settings, or another format.',
  },
  'film-too-long': {
    retry: 'never',
    message: '{{sentence}}',
  },
  'file-is-wrong': {
    retry: 'manual',
    message: 'The written film did not pass its check ({{found}} instead of {{wanted}}), so it was deleted.',
  },
  'worker-died': {
    retry: 'manual',
    message: 'The part of the program that writes films stopped unexpectedly. Nothing was saved; export again.',
  },
})
