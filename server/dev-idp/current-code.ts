/**
 * Shows the code that a sample person's authenticator app shows, for trying a sign-in without one:
 * `npm run dev:code -- ada.moreau@northwind.example`. Reads the development provider's own file, on the machine it runs on.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ParleyError } from '#shared/errors.ts'
import { readConfig } from '../config.ts'
import { Accounts } from './accounts.ts'
import { devIdpFolder } from './private-file.ts'
import { SAMPLE_ACCOUNTS } from './sample-accounts.ts'

const USAGE = `npm run dev:code -- <e-mail> [--data-dir <the service's data folder>]

People: ${SAMPLE_ACCOUNTS.map(({ email }) => email).join(', ')}`

const refusal = (text: string): ParleyError => new ParleyError('INVALID_INPUT', text)

const readArguments = (): { email: string; dataDir: string | undefined } => {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'data-dir': { type: 'string' } } })
    const [email] = positionals
    if (email !== undefined && positionals.length === 1) return { email, dataDir: values['data-dir'] }
  } catch {
    // Said below, as for too few arguments.
  }
  throw refusal(USAGE)
}

const showCode = (): void => {
  const { email, dataDir } = readArguments()
  const folder = devIdpFolder(resolve(dataDir ?? readConfig(process.env).dataDir))
  const accounts = new Accounts(folder)
  const account = accounts.byEmail(email)
  if (account === undefined) throw refusal(`There is no sample person ${email}.\n\n${USAGE}`)
  const fresh = accounts.freshCode(account.subject)
  if (fresh === undefined)
    throw refusal(`No authenticator app is known in ${folder} yet: give the password on the sign-in page first.`)
  const wait = Math.ceil((fresh.usableAt - Date.now()) / 1000)
  if (wait > 0) process.stderr.write(`Accepted in ${wait} s, because the one before it was used:\n`)
  process.stdout.write(`${fresh.code}\n`)
}

try {
  showCode()
} catch (error) {
  process.stderr.write(`${error instanceof ParleyError ? (error.detail ?? error.code) : String(error)}\n`)
  process.exitCode = 2
}
