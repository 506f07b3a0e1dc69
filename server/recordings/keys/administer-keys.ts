/** What a host does with the keys that lock recordings, as the words of a command line say it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ParleyError } from '#shared/errors.ts'
import { readConfig } from '../../config.ts'
import { type Database, openDatabase } from '../../storage/database.ts'
import { openVault } from '../../storage/recording-storage.ts'
import { KeyFileVault } from '../../storage/vault/key-file-vault.ts'
import type { KeyVault } from '../../storage/vault/key-vault.ts'
import { destroyFormerKeys, rewrapKeys } from './recording-keys.ts'

const HELP = `Usage: npm run recordings:keys -- <command> [<organisation>]

Works on the data folder and the vault of the service on this computer, which must not be running.

  rewrap [<organisation>]          wraps the keys of recordings again, with the newest key in the vault
  list <organisation>              names the organisation's keys, the oldest first
  rotate <organisation>            makes a new key, and wraps the organisation's recordings again
  destroy-former <organisation>    destroys all keys but the newest, where nothing is wrapped with them any more
  destroy <organisation> --yes     destroys all keys: no recording of the organisation can be opened ever again

All but rewrap are for a key file; other vaults have their own tools.`

const refusal = (detail: string): ParleyError => new ParleyError('INVALID_INPUT', detail)

type Say = (line: string) => void

const readArguments = (args: string[]) => {
  try {
    const options = { yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

/** Whether every key that is still there could be wrapped. */
const rewrap = async (database: Database, vault: KeyVault, tenant: string | undefined, say: Say): Promise<boolean> => {
  const { rewrapped, destroyed, invalid } = await rewrapKeys(database, vault, tenant)
  say(`Recordings whose key was wrapped again: ${rewrapped}`)
  if (destroyed.length > 0) say(`Their key was destroyed before: ${destroyed.join(', ')}`)
  if (invalid.length > 0) say(`Their wrapped key is not of this vault, or was changed: ${invalid.join(', ')}`)
  return invalid.length === 0
}

interface Order {
  command: string
  tenant: string
  yes: boolean
}

const act = async (database: Database, keys: KeyFileVault, { command, tenant, yes }: Order, say: Say): Promise<boolean> => {
  switch (command) {
    case 'list':
      for (const id of keys.keysOf(tenant)) say(id)
      return true
    case 'rotate':
      say(`The new key: ${await keys.rotate(tenant)}`)
      return await rewrap(database, keys, tenant, say)
    case 'destroy-former':
      say(`Keys destroyed: ${await destroyFormerKeys(database, keys, tenant)}`)
      return true
    case 'destroy':
      if (!yes) throw refusal(`This ends every recording of ${tenant} for good. If that is meant, add --yes.`)
      await keys.destroyAll(tenant)
      say(`No recording of ${tenant} can be opened any more.`)
      return true
    default:
      throw refusal(HELP)
  }
}

/**
 * Does what `args` say with the service that `env` configures; whether all went well.
 *
 * @throws ParleyError INVALID_INPUT with a detail for whoever typed it, INTERNAL where the service is running, and what a vault throws
 */
export const administerKeys = async (args: string[], env: NodeJS.ProcessEnv, say: Say): Promise<boolean> => {
  const { values, positionals } = readArguments(args)
  const [command, tenant, ...more] = positionals
  if (values.help === true) {
    say(HELP)
    return true
  }
  if (command === undefined || more.length > 0 || (tenant === undefined && command !== 'rewrap')) throw refusal(HELP)
  const { dataDir, recordings } = readConfig(env)
  if (!existsSync(join(dataDir, 'parley.db'))) throw refusal(`There is no service's data in ${dataDir}.`)
  const database = await openDatabase(dataDir, 0)
  try {
    const vault = await openVault(recordings.vault)
    if (command === 'rewrap') return await rewrap(database, vault, tenant, say)
    if (!(vault instanceof KeyFileVault)) throw refusal(`The keys are in ${vault.name}: use its own tools, and then rewrap.`)
    return await act(database, vault, { command, tenant: tenant ?? '', yes: values.yes === true }, say)
  } finally {
    await database.destroy()
  }
}
