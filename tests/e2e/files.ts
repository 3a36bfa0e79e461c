import type { Page } from '@playwright/test'
import type { StoryboardFile } from '../../src/storyboard/index.ts'

/** A file to open: its bytes, or a path when it is too large to be handed over. */
export type FileToOpen = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** A text as a file. */
export function textFile(name: string, text: string): FileToOpen {
  return { name, mimeType: 'application/json', buffer: Buffer.from(text) }
}

/** Opens a file by the menu and the machine's own dialog. */
export async function openFile(page: Page, file: FileToOpen): Promise<void> {
  await page.getByRole('button', { name: 'File', exact: true }).click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Open a file' }).click(),
  ])
  await chooser.setFiles(file)
}

/** Drops files of the disk onto the window, as the system's file manager does. */
export async function dropFiles(page: Page, paths: readonly string[], at = { x: 500, y: 300 }): Promise<void> {
  const protocol = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await protocol.send('Input.dispatchDragEvent', { type, ...at, data })
  await protocol.detach()
}

/** The open storyboard as its file. */
export function storyboardOf(page: Page): Promise<StoryboardFile> {
  return page.evaluate(() => framewright.storyboard() as StoryboardFile)
}
