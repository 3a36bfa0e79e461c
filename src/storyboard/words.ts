import { defineSentences, type Fact, type Sentence } from '../kernel/index.ts'
import type { FileLook } from './file-look.ts'
import type { SizeFlaw } from './size.ts'

/** Sentences inside of other sentences: where something is, what a file looks like, what is wrong with a text. */
export const storyboardWords = defineSentences('storyboard', {
  'at-line': ' at line {{line}}, column {{column}}',
  'at-path': ' ({{path}})',
  'at-line-and-path': ' at line {{line}}, column {{column}} ({{path}})',
  'is-empty': 'it is empty',
  'looks-like': 'it looks like {{look}}',
  'larger-than': 'it is larger than {{size}} MB',
  'more-than-nodes': 'it holds more than {{limit}} nodes',
  'more-than-frames': 'it holds more than {{limit}} frames',
  'more-than-edges': 'it holds more than {{limit}} edges',
  'reason-at': '{{reason}}{{place}}',
  'another-shape': 'it has another shape',
  'and-more': '{{reason}} (and {{more}} more)',
  'the-storyboard': 'The storyboard',
  'the-edit': 'Edit {{number}}',
  'the-kind-node': 'the {{kind}} node',
  'the-parameters': 'The parameters',
  'a-field': '“{{field}}”',
  'or-types': '{{first}} or {{rest}}',
  'for-card': 'its card',
  'for-output': 'its output “{{port}}”',
  'for-issues': 'its issues',
  'for-spec': 'what it makes',
  'not-a-list': 'edits come as a list',
  'title-too-long': 'its title is longer than {{limit}} characters',
  'side-input': 'input',
  'side-output': 'output',
  'an-input': 'an input',
  'an-output': 'an output',
  'scan-quotes': 'a text in quotes does not end',
  'scan-backslash': 'a text has a backslash that means nothing',
  'scan-control': 'a text holds a line break or another control character',
  'scan-long-text': 'one text is longer than {{limit}} characters',
  'scan-name': 'a name in quotes is missing',
  'scan-reserved': 'a reserved name is used as a key',
  'scan-twice': 'a key is said twice',
  values: 'values',
  'scan-many-keys': 'one object holds more than {{limit}} keys',
  'scan-many-values': 'it holds more than {{limit}} values',
  'scan-large-record': 'one node, wire or frame holds more than {{limit}} values',
  'scan-deep': 'it is nested deeper than {{limit}} levels',
  'scan-ends': 'it ends too early',
  'scan-sign': '“{{sign}}” is not JSON',
  'scan-comma': 'a comma is missing',
  'scan-colon': 'a colon is missing',
  'scan-follows': 'something follows after its end',
  'look-storyboard': 'a Framewright storyboard',
  'look-recipe': 'a Framewright recipe',
  'look-fragment': 'copied nodes of a Framewright storyboard',
  'look-comfyui-workflow': 'a ComfyUI workflow',
  'look-comfyui-prompt': 'a ComfyUI graph in API format',
  'look-json': 'JSON of some other program',
  'look-broken-json': 'JSON with a mistake in it',
  'look-empty': 'empty',
  'look-html': 'a web page (HTML)',
  'look-xml': 'an XML file',
  'look-text': 'plain text',
  'look-png': 'a PNG picture',
  'look-jpeg': 'a JPEG picture',
  'look-gif': 'a GIF picture',
  'look-webp': 'a WebP picture',
  'look-avif': 'an AVIF picture',
  'look-mp4': 'an MP4 video or sound',
  'look-quicktime': 'a QuickTime video',
  'look-webm': 'a WebM or Matroska video',
  'look-wav': 'a WAV sound',
  'look-mp3': 'an MP3 sound',
  'look-flac': 'a FLAC sound',
  'look-ogg': 'an Ogg sound',
  'look-zip': 'a zip archive',
  'look-gzip': 'a gzip archive',
  'look-pdf': 'a PDF document',
  'look-binary': 'a binary file',
})

const say = storyboardWords.say

/** Where in a text, to follow a word: ` at line 3, column 9 (nodes.shot-1.position)`. */
export function placeFact(place: { readonly line?: number; readonly column?: number; readonly path?: string }): Fact {
  const { line, column = 1, path = '' } = place
  if (line === undefined) return path === '' ? '' : say('storyboard/at-path', { path })
  if (path === '') return say('storyboard/at-line', { line, column })
  return say('storyboard/at-line-and-path', { line, column, path })
}

/** What a storyboard or a part of it would be too large in. */
export function sizeSentence({ limit, most }: SizeFlaw): Sentence {
  if (limit === 'bytes') return say('storyboard/larger-than', { size: Math.round(most / (1024 * 1024)) })
  return say(SIZES[limit], { limit: most.toLocaleString('en') })
}

const SIZES = {
  text: 'storyboard/scan-long-text',
  keys: 'storyboard/scan-many-keys',
  record: 'storyboard/scan-large-record',
  depth: 'storyboard/scan-deep',
  values: 'storyboard/scan-many-values',
} as const

/** What a file looks like, to follow "it looks like". */
export function lookSentence(look: FileLook): Sentence {
  return say(`storyboard/look-${look}`)
}

/** What a file is instead: `it is empty`, `it looks like a PNG picture`. */
export function insteadSentence(look: FileLook): Sentence {
  return look === 'empty' ? say('storyboard/is-empty') : say('storyboard/looks-like', { look: lookSentence(look) })
}
