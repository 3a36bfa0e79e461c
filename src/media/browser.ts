export { createMediaClient, type MediaClient } from './client.browser.ts'
export { type ProbedMedia, probeMedia } from './probe.browser.ts'
