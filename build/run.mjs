/**
 * Runs one of the project's tasks under the project's own Node: `node build/run.mjs <task> [arguments]`.
 *
 * Plain JavaScript without imports from the project, because it may be started by any Node: npm puts the project's Node first in
 * the PATH of its scripts, a person in a shell does not.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR = 24
const SCRIPT = fileURLToPath(import.meta.url)
const ROOT = dirname(dirname(SCRIPT))

const TASKS = {
  policies: 'build/policies/generate.ts',
  dist: 'build/dist/dist.ts',
  'dist-check': 'build/dist/dist-check.ts',
  icons: 'build/dist/make-icons.ts',
  start: 'build/start.ts',
  serve: 'build/serve.ts',
  setup: 'build/setup.ts',
  'update-sign': 'build/updates/sign-update.ts',
  test: 'build/test.ts',
  'audit-verify': 'server/audit/audit-verify.ts',
  'recordings-keys': 'server/recordings/keys/command.ts',
  'bench-audit': 'e2e/bench/audit.ts',
  'bench-auth': 'e2e/bench/auth.ts',
  'bench-join': 'e2e/bench/join.ts',
  'bench-lobby': 'e2e/bench/lobby.ts',
  'bench-recording': 'e2e/bench/recording.ts',
  'bench-rekey': 'e2e/bench/rekey.ts',
  'bench-sframe': 'e2e/bench/sframe.ts',
  'bench-mls': 'e2e/bench/mls.ts',
  'bench-signalling': 'e2e/bench/signalling.ts',
}

const [name, ...args] = process.argv.slice(2)
if (!name || !Object.hasOwn(TASKS, name)) {
  fail(`Usage: node build/run.mjs <task>, where the task is one of: ${Object.keys(TASKS).join(', ')}`)
}

if (Number(process.versions.node.split('.')[0]) !== NODE_MAJOR) runUnderOwnNode()
else await runHere()

async function runHere() {
  // Tasks read their arguments from process.argv as if they had been started directly.
  process.argv.splice(1, process.argv.length - 1, join(ROOT, TASKS[name]), ...args)
  process.chdir(ROOT)
  try {
    await import(`../${TASKS[name]}`)
  } catch (error) {
    if (error?.name === 'SetupError') fail(error.message)
    throw error
  }
}

function runUnderOwnNode() {
  const own = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(own)) {
    fail(
      `Parley needs Node ${NODE_MAJOR}, which it brings along; this is Node ${process.versions.node}. Run "npm ci" without --ignore-scripts.`,
    )
  }
  const child = spawn(own, [SCRIPT, name, ...args], { stdio: 'inherit' })
  // Ctrl+C reaches both processes: the child decides when to end, and this one waits for it. A plain kill reaches only this one.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
