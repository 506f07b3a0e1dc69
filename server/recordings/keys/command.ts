/** `npm run recordings:keys`. Ends with 0 where all went well, 1 where keys could not be wrapped, 2 where nothing was done. */
import { ParleyError } from '#shared/errors.ts'
import { administerKeys } from './administer-keys.ts'

try {
  const isWell = await administerKeys(process.argv.slice(2), process.env, (line) => void process.stdout.write(`${line}\n`))
  process.exitCode = isWell ? 0 : 1
} catch (error) {
  process.stderr.write(`${error instanceof ParleyError ? (error.detail ?? error.code) : String(error)}\n`)
  process.exitCode = 2
}
