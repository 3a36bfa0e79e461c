import { PythonError } from '../python-values.ts'
import type { ServerContext } from '../server-context.ts'
import { broken, empty, methodNotAllowed, notFound, type Reply, type Request, text } from './reply.ts'
import {
  getAssets,
  getClassInfo,
  getEmbeddings,
  getExtensions,
  getFeatures,
  getLogs,
  getModelFolders,
  getModels,
  getObjectInfo,
  getPage,
  getRawLogs,
  getSystemStats,
  getUsers,
} from './routes-discovery.ts'
import { uploadImage, uploadMask, view } from './routes-files.ts'
import { getPrompt, getQueue, postPrompt } from './routes-prompt.ts'
import {
  cancelJob,
  cancelJobs,
  getHistory,
  getHistoryEntry,
  getJob,
  getJobs,
  postFree,
  postHistory,
  postInterrupt,
  postQueue,
} from './routes-queue.ts'

type Handler = (server: ServerContext, request: Request) => Reply | Promise<Reply>
type Route = {
  method: 'GET' | 'POST'
  path: string[]
  handler: Handler
  /** `both`: with and without `/api`. */
  prefix: 'both' | 'api' | 'bare'
  exists: (server: ServerContext) => boolean
}

const always = () => true

function route(method: Route['method'], path: string, handler: Handler, extra: Partial<Route> = {}): Route {
  return { method, path: path.split('/').filter(Boolean), handler, prefix: 'both', exists: always, ...extra }
}

const JOBS = { prefix: 'api' as const, exists: (server: ServerContext) => server.profile.jobs }
const CANCEL = { prefix: 'api' as const, exists: (server: ServerContext) => server.profile.jobsCancel }
const ASSETS = { prefix: 'api' as const, exists: (server: ServerContext) => server.profile.assets !== 'none' }
const FEATURES = { exists: (server: ServerContext) => server.profile.progressState }
const BARE = { prefix: 'bare' as const }

const ROUTES: Route[] = [
  route('GET', '/', getPage, BARE),
  route('POST', '/prompt', postPrompt),
  route('GET', '/prompt', getPrompt),
  route('GET', '/queue', getQueue),
  route('POST', '/queue', postQueue),
  route('POST', '/interrupt', postInterrupt),
  route('POST', '/free', postFree),
  route('GET', '/history', getHistory),
  route('POST', '/history', postHistory),
  route('GET', '/history/{id}', getHistoryEntry),
  route('GET', '/jobs', getJobs, JOBS),
  route('GET', '/jobs/{id}', getJob, JOBS),
  route('POST', '/jobs/cancel', cancelJobs, CANCEL),
  route('POST', '/jobs/{id}/cancel', cancelJob, CANCEL),
  route('POST', '/upload/image', uploadImage),
  route('POST', '/upload/mask', uploadMask),
  route('GET', '/view', view),
  route('GET', '/object_info', getObjectInfo),
  route('GET', '/object_info/{class}', getClassInfo),
  route('GET', '/system_stats', getSystemStats),
  route('GET', '/features', getFeatures, FEATURES),
  route('GET', '/models', getModelFolders),
  route('GET', '/models/{folder}', getModels),
  route('GET', '/embeddings', getEmbeddings),
  route('GET', '/extensions', getExtensions),
  route('GET', '/users', getUsers),
  route('GET', '/internal/logs', getLogs, BARE),
  route('GET', '/internal/logs/raw', getRawLogs, BARE),
  route('GET', '/assets', getAssets, ASSETS),
  route('GET', '/tags', getAssets, ASSETS),
  route('GET', '/ws', () => text('No WebSocket UPGRADE hdr: None\n Can "Upgrade" only to "WebSocket".', 400, true)),
]

/** Answers a request that passed the origin check. */
export async function answer(server: ServerContext, path: string, request: Omit<Request, 'segments'>): Promise<Reply> {
  if (request.method === 'OPTIONS') return empty()
  if (request.body.length > server.maxUploadBytes) return tooLarge(server)
  const decoded = segmentsOf(path)
  const api = decoded[0] === 'api'
  const segments = api ? decoded.slice(1) : decoded
  const fitting = ROUTES.filter((candidate) => fits(candidate, api, segments) && candidate.exists(server))
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const chosen =
    path.length > 1 && path.endsWith('/') ? undefined : fitting.find((candidate) => candidate.method === method)
  if (!chosen) return method === 'GET' ? notFound() : methodNotAllowed(fitting.map((candidate) => candidate.method))
  try {
    return await chosen.handler(server, { ...request, segments })
  } catch (error) {
    if (!(error instanceof PythonError) && !(error instanceof SyntaxError)) server.mishaps.push(error)
    return broken()
  }
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
}

function fits(candidate: Route, api: boolean, segments: string[]): boolean {
  if (candidate.prefix === 'api' && !api) return false
  if (candidate.prefix === 'bare' && api) return false
  if (candidate.path.length !== segments.length) return false
  return candidate.path.every((part, i) => part.startsWith('{') || part === segments[i])
}

function tooLarge(server: ServerContext): Reply {
  return text(`Maximum request body size ${server.maxUploadBytes} exceeded.`, 413, true)
}
