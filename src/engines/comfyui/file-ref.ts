import { z } from 'zod'

/** How the server names a file. */
export const zFileRef = z.looseObject({
  filename: z.string(),
  subfolder: z.string().catch(''),
  type: z.string().catch('output'),
})
export type FileRef = z.infer<typeof zFileRef>

/** No file system takes longer names; paths of Windows end here, too. */
const LONGEST_NAME = 255
const LONGEST_FOLDER = 1024
const FOLDERS = ['output', 'temp', 'input']

/**
 * True for a file that may be asked for: a plain name in a folder below one of the server's own. What leads out of them, is
 * absolute or endless comes from no ComfyUI that works.
 */
export function isSafeRef({ filename, subfolder, type }: FileRef): boolean {
  if (filename === '' || filename.length > LONGEST_NAME || subfolder.length > LONGEST_FOLDER) return false
  if (!FOLDERS.includes(type) || hasControls(filename) || hasControls(subfolder)) return false
  const isAbsolute = /^[\\/]|^[a-z]:/i
  if (isAbsolute.test(filename) || isAbsolute.test(subfolder)) return false
  return ![...filename.split(/[\\/]/), ...subfolder.split(/[\\/]/)].includes('..')
}

function hasControls(text: string): boolean {
  return [...text].some((letter) => letter < ' ' || letter === '\x7f')
}
