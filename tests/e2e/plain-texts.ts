import type { Page } from '@playwright/test'

/**
 * Texts of the interface that the pseudo-language did not reach. Every text of the catalogue stands in brackets there, so what has none
 * is written in the code, or belongs to the film: words of the document, names of files, keys, codes and numbers are left out.
 */
export async function plainTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wordsOf = (text: string) => text.toLowerCase().match(/[a-z][a-z']{2,}/g) ?? []
    // Breaks of lines are written as two signs in JSON, the second of which is a letter.
    const own = JSON.stringify(framewright.storyboard()).replaceAll('\\n', ' ')
    const DATE = /\d{1,2}, \d{4}|\d{1,2}:\d{2}/
    const HASH = /^[0-9a-f]{64}$/
    // Words of recipes, ports and keys, and names that are the same in every language.
    const others = `${JSON.stringify(framewright.recipes.list())} steps guidance framewright comfyui animatic json mp4 webm vp9 av1 authorization bearer alt shift ctrl enter space tab escape delete
      backspace home end fps sec`
    const known = new Set(wordsOf(`${own} ${others}`))
    const isPlain = (text: string) => {
      if (text.includes('[') || !/[a-z]{3}/i.test(text) || DATE.test(text) || HASH.test(text)) return false
      return wordsOf(text).some((word) => !known.has(word))
    }
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (!element || element.closest('.monaco-editor, pre, code, kbd, script, style, textarea, time')) continue
      if (!shown(element)) continue
      // A text may stand in pieces inside of one sentence.
      if (isPlain(node.textContent ?? '') && isPlain(element.textContent ?? ''))
        found.add(element.textContent?.trim() ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (element.closest('.monaco-editor')) continue
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const text = element.getAttribute(name)
        if (text && isPlain(text)) found.add(`${name}: ${text}`)
      }
    }
    return [...found]
  })
}
