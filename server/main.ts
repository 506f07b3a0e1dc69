/** The meeting service as a process: reads its configuration, serves until it is told to stop. */
import { ParleyError } from '#shared/errors.ts'
import { type Config, readConfig } from './config.ts'
import { Service } from './service.ts'

/** One line for whoever starts the service; the exit code tells a wrong configuration from a failure. */
const giveUp = (error: unknown, exitCode: number): never => {
  const known = error instanceof ParleyError
  console.error(known ? `Parley can't start: ${error.detail ?? error.code}` : error)
  if (known && error.cause instanceof Error) console.error(`  because: ${error.cause.message}`)
  process.exit(exitCode)
}

const configure = (): Config => {
  try {
    return readConfig(process.env)
  } catch (error) {
    return giveUp(error, 2)
  }
}

const service = await Service.create(configure()).catch((error: unknown) => giveUp(error, 1))
console.log(`Parley is served at ${service.origin}`)

const stop = (): void => {
  service.close().then(
    () => process.exit(0),
    (error: unknown) => giveUp(error, 1),
  )
}
// First in line: mediasoup closes its workers on these signals, and people are to be told before their media goes.
process.prependOnceListener('SIGTERM', stop)
process.prependOnceListener('SIGINT', stop)
