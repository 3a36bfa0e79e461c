import { homedir } from 'node:os'
import { startProgram } from './program.node.ts'

// A reader that went away (`npm start | head`) must not end the forwarder.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const started = await startProgram({
  words: process.argv.slice(2),
  env: process.env,
  machine: { platform: process.platform, homeDir: homedir() },
  version: __APP_VERSION__,
  moduleUrl: import.meta.url,
  say: (line) => process.stdout.write(`${line}\n`),
  warn: (line) => process.stderr.write(`${line}\n`),
})

if ('exitCode' in started) process.exitCode = started.exitCode
else {
  let isEnding = false
  const end = () => {
    // Whoever presses Ctrl-C twice does not want to wait.
    if (isEnding) process.exit(0)
    isEnding = true
    started.forwarder.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}
