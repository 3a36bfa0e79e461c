/** The page as it is sent: with the start-up token in its head, in place of a placeholder if there is one. */
export function injectToken(html: string, token: string): string {
  const meta = `<meta name="framewright-token" content="${token}">`
  const placeholder = /<meta\s+name="framewright-token"[^>]*>/i
  if (placeholder.test(html)) return html.replace(placeholder, meta)
  const head = /<head[^>]*>/i
  return head.test(html) ? html.replace(head, (tag) => tag + meta) : meta + html
}
