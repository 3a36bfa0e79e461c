import type { Page } from '@playwright/test'

/**
 * Texts of the interface that the pseudo-language did not reach. Every text of the catalogue stands in brackets there, so what has none
 * is written in the code, or belongs to the film: words of the document, names of files, keys, codes and numbers are left out.
 */
export async function plainTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const own = JSON.stringify(framewright.storyboard()).toLowerCase()
    const known = [
      own,
      ...framewright.recipes.list().map((recipe) => JSON.stringify(recipe).toLowerCase()),
      // Names of things that are the same in every language.
      'framewright comfyui json mp4 webm h.264 vp9 av1 http://127.0.0.1:8188 authorization bearer … alt shift ctrl enter space tab escape delete backspace home end fps',
    ].join('\n')
    const isPlain = (text: string) => {
      const words = text.trim().replace(/\s+/g, ' ')
      if (!/[a-z]{3}/i.test(words) || words.includes('[')) return false
      // What has only accented letters, digits and short units is not plain.
      return !known.includes(words.toLowerCase()) && !/^[\d:.,×\s%a-z]{0,12}$/.test(words)
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
