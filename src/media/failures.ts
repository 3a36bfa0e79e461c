import { defineFailures } from '../kernel/index.ts'

/** What can stop the reading of a media file. */
export const mediaFailures = defineFailures('media', {
  'too-large': {
    retry: 'never',
    message:
      'This picture is too large to open here ({{width}} × {{height}}; 64 million pixels at most). Make it smaller first.',
  },
  unreadable: {
    retry: 'never',
    message: 'This file looks like {{mime}}, but it is damaged or not complete.',
  },
  'no-decoder': {
    retry: 'never',
    message: 'This browser cannot show {{codec}} video. Convert it to H.264, VP9 or AV1.',
  },
  'no-picture': { retry: 'never', message: 'This file has no picture to show.' },
})
