import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

/** What a script of thirty lines does: everything is sent at once, and each file is fetched when the socket tells of its end. */
export async function bareClient(url: string, graphs: readonly object[]): Promise<number> {
  const clientId = randomUUID()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?clientId=${clientId}`)
  await new Promise((resolve) => socket.once('open', resolve))
  const open = new Set<string>()
  const fetched: Promise<unknown>[] = []
  const over = new Promise<void>((resolve) => {
    socket.on('message', (data, binary) => {
      if (binary) return
      const { type, data: facts } = JSON.parse(String(data))
      if (type !== 'execution_success' || !open.delete(facts.prompt_id)) return
      fetched.push(fetchFiles(url, facts.prompt_id))
      if (fetched.length === graphs.length) resolve()
    })
  })
  const started = performance.now()
  for (const prompt of graphs) {
    const id = randomUUID()
    open.add(id)
    await fetch(`${url}/prompt`, {
      method: 'POST',
      body: JSON.stringify({ prompt, prompt_id: id, client_id: clientId }),
    })
  }
  await over
  await Promise.all(fetched)
  socket.close()
  return performance.now() - started
}

async function fetchFiles(url: string, id: string): Promise<void> {
  for (;;) {
    const entry = (await (await fetch(`${url}/history/${id}`)).json())[id]
    if (!entry) continue
    for (const { images } of Object.values(entry.outputs) as { images: Record<string, string>[] }[])
      for (const image of images) await (await fetch(`${url}/view?${new URLSearchParams(image)}`)).arrayBuffer()
    return
  }
}
