import type { Target } from './addresses.node.ts'
import { classify, isReachable, type Observation, type TargetState } from './classify.ts'
import type { Notice } from './failures.ts'
import { type Probe, versionOf } from './probe.node.ts'
import type { ListedTarget, Registry } from './registry.node.ts'

/** What is known of one server; `checkedAt` in milliseconds since 1970, null before the first look has ended. */
export type TargetStatus = ListedTarget & {
  reachable: boolean | null
  state: TargetState
  checkedAt: number | null
  version?: string
  observation?: Observation
}

/** The answer of `GET /comfy/status`. */
export type StatusReport = { targets: TargetStatus[]; notices: Notice[] }

/** Looks at the servers when somebody asks, and remembers for a few seconds what it saw. */
export type StatusBoard = {
  /** A slug in `refresh` is looked at anew, and waited for. */
  report(refresh?: string): Promise<StatusReport>
  forget(slug: string): void
  close(): void
}

/** When a look ended: the hour for people, and the age on a clock that nobody sets. */
type Look = { seen: Observation | null; at: number | null; ended: number | null; running: Promise<void> | null }
type Options = {
  registry: Registry
  probe: Probe
  /** Milliseconds since 1970; may jump. */
  now: () => number
  /** Milliseconds that only grow. */
  elapsed: () => number
  maxAgeMs?: number
  patienceMs?: number
}

/** Builds a board that has seen nothing yet. */
export function createStatusBoard({
  registry,
  probe,
  now,
  elapsed,
  maxAgeMs = 3000,
  patienceMs = 2000,
}: Options): StatusBoard {
  const looks = new Map<string, Look>()
  const ending = new AbortController()
  const lookAt = (target: Target): Promise<void> => {
    const look = looks.get(target.slug) ?? { seen: null, at: null, ended: null, running: null }
    looks.set(target.slug, look)
    look.running ??= probe(target, ending.signal).then((seen) => {
      look.seen = seen
      look.at = now()
      look.ended = elapsed()
      look.running = null
    })
    return look.running
  }
  const isOld = ({ slug }: Target) => elapsed() - (looks.get(slug)?.ended ?? Number.NEGATIVE_INFINITY) >= maxAgeMs
  return {
    report: async (refresh) => {
      const targets = registry.targets()
      const wanted = targets.find((target) => target.slug === refresh)
      const others = targets.filter((target) => target !== wanted && isOld(target)).map(lookAt)
      // A server that answers late must not hold up what is known of the others.
      await Promise.all([patiently(Promise.all(others), patienceMs), wanted === undefined ? undefined : lookAt(wanted)])
      return {
        targets: targets.map((target) => statusOf(registry.listed(target), looks.get(target.slug))),
        notices: registry.notices(),
      }
    },
    forget: (slug) => {
      looks.delete(slug)
    },
    close: () => ending.abort(),
  }
}

function statusOf(listed: ListedTarget, look: Look | undefined): TargetStatus {
  const seen = look?.seen ?? null
  const state = seen === null ? 'checking' : classify(seen)
  const version = seen === null ? undefined : versionOf(seen)
  return {
    ...listed,
    reachable: isReachable(state),
    state,
    checkedAt: look?.at ?? null,
    ...(version === undefined ? {} : { version }),
    ...(seen === null ? {} : { observation: seen }),
  }
}

async function patiently(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, enough])
  clearTimeout(timer)
}
