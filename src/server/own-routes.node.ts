import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { FailureCode } from './failures.ts'
import { readJson, sendFailure, sendJson } from './json.node.ts'
import type { Registry, RegistryResult } from './registry.node.ts'
import type { StatusBoard } from './status-board.node.ts'

const zNewTarget = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  remember: z.boolean().optional(),
})

/** What the forwarder's own JSON routes work on. */
export type OwnRoutes = { registry: Registry; board: StatusBoard; token: string; version: string }

type Call = OwnRoutes & { request: IncomingMessage; response: ServerResponse; query: string }

/** Answers a request if its path is one of the forwarder's own; false if it is not. */
export async function answerOwnRoute(call: Call & { path: string }): Promise<boolean> {
  const { path, request } = call
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (path === '/framewright/health') {
    if (isRead) sendJson(call.response, 200, { app: 'framewright', version: call.version })
    else refuseMethod(call, 'GET, HEAD')
  } else if (path === '/comfy/status') {
    if (isRead)
      sendJson(call.response, 200, await call.board.report(new URLSearchParams(call.query).get('refresh') ?? undefined))
    else refuseMethod(call, 'GET, HEAD')
  } else if (path === '/comfy/targets') {
    if (request.method === 'POST') await addTarget(call)
    else refuseMethod(call, 'POST')
  } else if (path.startsWith('/comfy/targets/')) {
    if (request.method === 'DELETE') await removeTarget(call, path.slice('/comfy/targets/'.length))
    else refuseMethod(call, 'DELETE')
  } else return false
  return true
}

async function addTarget(call: Call): Promise<void> {
  if (!hasToken(call)) return refuse(call, 'wrong-token')
  const body = await readJson(call.request)
  if ('failure' in body) return refuse(call, body.failure)
  const wanted = zNewTarget.safeParse(body.value)
  if (!wanted.success) return refuse(call, 'bad-body')
  const result = await call.registry.add(wanted.data)
  sendResult(call, result, result.ok && result.isNew ? 201 : 200)
}

async function removeTarget(call: Call, slug: string): Promise<void> {
  if (!hasToken(call)) return refuse(call, 'wrong-token')
  sendResult(call, await call.registry.remove(slug), 200)
}

function sendResult(call: Call, result: RegistryResult, status: number): void {
  if (!result.ok) {
    refuse(call, result.failure)
    return
  }
  const { target, notice } = result
  call.request.resume()
  sendJson(call.response, status, { target, saved: notice === null, ...(notice === null ? {} : { notice }) })
}

function hasToken({ request, token }: Call): boolean {
  const given = request.headers['x-framewright-token']
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function refuse(call: Call, code: FailureCode): void {
  sendFailure(call.response, code)
}

function refuseMethod(call: Call, allow: string): void {
  sendFailure(call.response, 'wrong-method', undefined, { allow })
}
