import type { Json } from '../python-json.ts'
import type { ServerContext } from '../server-context.ts'
import { empty, json, type Reply, type Request } from './reply.ts'

/** `GET /object_info`. */
export function getObjectInfo(server: ServerContext): Reply {
  return json(server.catalog.describeAll())
}

/** `GET /object_info/{class}`. */
export function getClassInfo(server: ServerContext, request: Request): Reply {
  const name = request.segments[1] ?? ''
  const definition = server.catalog.describe(name)
  return json(definition ? { [name]: definition } : {})
}

/** `GET /system_stats`. */
export function getSystemStats(server: ServerContext): Reply {
  const { profile } = server
  const [total, free] = [25276510208, 18160812032]
  const flags = server.corsHeader === undefined ? [] : ['--enable-cors-header', server.corsHeader]
  const device = { name: 'cpu', type: 'cpu', index: null, vram_total: total, vram_free: free }
  return json({
    system: {
      os: profile.os,
      ram_total: total,
      ram_free: free,
      comfyui_version: profile.name,
      required_frontend_version: profile.frontend,
      installed_templates_version: null,
      required_templates_version: '0.0.0',
      python_version: '3.11.7 (main) [GCC 12.2.0]',
      pytorch_version: '2.13.0+cpu',
      embedded_python: false,
      argv: ['main.py', '--cpu', '--listen', '127.0.0.1', '--port', String(server.port), ...flags],
    },
    devices: [{ ...device, torch_vram_total: total, torch_vram_free: free }],
  })
}

/** `GET /features`. */
export function getFeatures(server: ServerContext): Reply {
  return json(server.profile.features)
}

/** `GET /models`. */
export function getModelFolders(server: ServerContext): Reply {
  return json(server.profile.modelFolders)
}

/** `GET /models/{folder}`. */
export function getModels(server: ServerContext, request: Request): Reply {
  const folder = request.segments[1] ?? ''
  if (!server.profile.modelFolders.includes(folder)) return empty(404)
  return json(server.models[folder] ?? [])
}

/** `GET /embeddings`. */
export function getEmbeddings(server: ServerContext): Reply {
  return json(server.embeddings.map((name) => name.replace(/\.[^.]+$/, '')))
}

/** `GET /extensions`. */
export function getExtensions(): Reply {
  return json([])
}

/** `GET /users`. */
export function getUsers(): Reply {
  return json({ storage: 'server', migrated: true })
}

/** `GET /internal/logs/raw`. */
export function getRawLogs(server: ServerContext): Reply {
  const line = (m: string): Json => ({ t: new Date(server.clock.now()).toISOString().replace('Z', '000'), m })
  const entries = [line('got prompt\n'), line('\r 50%|#####     | 10/20 [00:01<00:01,  9.9it/s]')]
  return json({ entries, size: { cols: 80, rows: 24 } })
}

/** `GET /internal/logs`: the same as one JSON string. */
export function getLogs(server: ServerContext): Reply {
  return json(`${new Date(server.clock.now()).toISOString()} - got prompt\n`)
}

/** `GET /api/assets`, `GET /api/tags` where they exist. */
export function getAssets(server: ServerContext): Reply {
  if (server.profile.assets === 'open') return json({ assets: [], total: 0, has_more: false })
  const message = 'Assets system is disabled. Start the server with --enable-assets to use this feature.'
  return json({ error: { code: 'SERVICE_DISABLED', message, details: {} } }, 503)
}

/** `GET /`: the page of the official interface, as far as a probe looks at it. */
export function getPage(): Reply {
  const body = Buffer.from('<!DOCTYPE html><html lang="en"><head><title>ComfyUI</title></head><body></body></html>')
  const headers = {
    'cache-control': 'no-store, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    'content-type': 'text/html',
  }
  return { status: 200, headers, body }
}
