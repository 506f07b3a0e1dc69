import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { ensureBundles } from './setup/page.ts'
import { PROJECT_ROOT } from './setup/paths.ts'
import { SetupError } from './setup/setup-error.ts'
import { ensureWorker } from './setup/worker.ts'

const HELP = `Usage: npm run serve

Runs the meeting service by itself, for an organisation's own machine. Everything is set by the environment:
PARLEY_HOST, PARLEY_PORT, PARLEY_TLS_CERT, PARLEY_TLS_KEY, PARLEY_ANNOUNCED_ADDRESS and more; see docs/self-hosting.md.`

/** How long a service may take to say goodbye to its meetings before it is killed. */
const STOP_LIMIT_MS = 15_000

if (wantsHelp()) console.log(HELP)
else await serve()

async function serve(): Promise<void> {
  const worker = await ensureWorker()
  await ensureBundles()

  const service = execa(process.execPath, ['server/main.ts'], {
    cwd: PROJECT_ROOT,
    env: { MEDIASOUP_WORKER_BIN: worker },
    stdin: 'ignore',
    stdout: 'inherit',
    stderr: 'inherit',
    reject: false,
    forceKillAfterDelay: STOP_LIMIT_MS,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => service.kill('SIGTERM'))
  process.exitCode = (await service).exitCode ?? 1
}

function wantsHelp(): boolean {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values.help ?? false
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}
