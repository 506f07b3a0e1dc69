/** `npm run audit:verify`: says whether the audit log in a data folder, or in a copy of one, is what the service wrote. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Kysely } from 'kysely'
import { ParleyError } from '#shared/errors.ts'
import { readConfig } from '../config.ts'
import { ServiceSecret } from '../identity/service-secret.ts'
import type { Database } from '../storage/database.ts'
import { nodeSqliteDialect } from '../storage/node-sqlite-dialect.ts'
import type { Schema } from '../storage/schema.ts'
import { checkExport } from './audit-export.ts'
import { describe } from './findings.ts'
import { AuditKeys, type Checkpoint, readCheckpoint, writeCheckpoint } from './sealing.ts'
import { verify } from './verify.ts'

const HELP = `Usage: npm run audit:verify [-- [<data folder or database file>] [options]]

Reads the audit log, changes nothing, and says whether it is whole. Without a folder: that of the service on this computer, which
must not be running; to verify while it runs, give a copy of its data folder.

  --secret <folder>     where service.key lies, if not beside the database
  --expect <checkpoint> a checkpoint that was printed before: finds a log that was set back or written anew since
  --print-checkpoints   prints how far each log has come, signed; keep it where nobody who can change the log gets at it
  --export <file>       checks a JSON Lines export instead, by itself
  -h, --help            this text

Ends with 0 where the log is whole, 1 where it is not, 2 where that can't be told.`

/** Findings that are written out. */
const SHOWN = 200

const refusal = (detail: string): ParleyError => new ParleyError('INVALID_INPUT', detail)

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const readArguments = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        secret: { type: 'string' },
        expect: { type: 'string' },
        'print-checkpoints': { type: 'boolean' },
        export: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : error}\n\n${HELP}`)
  }
}

interface Source {
  folder: string
  file: string
}

const findSource = (place: string): Source => {
  const path = resolve(place)
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  const source = isFolder ? { folder: path, file: join(path, 'parley.db') } : { folder: dirname(path), file: path }
  if (!existsSync(source.file)) throw refusal(`There is no ${source.file}.`)
  return source
}

/** Never makes a secret: with a new one, nothing would hold. */
const loadSecret = (folder: string): ServiceSecret => {
  if (!existsSync(join(folder, 'service.key'))) {
    throw refusal(
      `The seals can't be verified without the service's secret: there is no service.key in ${folder}. Say where it is with --secret.`,
    )
  }
  return ServiceSecret.load(folder)
}

/** Of SQLite: the file is in use. */
const BUSY = 5

const errorCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined

const tryToOpen = (place: string | URL): DatabaseSync => {
  const file = new DatabaseSync(place, { readOnly: true })
  try {
    file.prepare('select count(*) from sqlite_schema').get()
    return file
  } catch (error) {
    file.close()
    throw error
  }
}

/** A running service has a write-ahead log. Where there is none, SQLite is told that nobody writes: it makes no files then. */
const placeOf = (file: string): string | URL => {
  if (existsSync(`${file}-wal`)) return file
  const url = pathToFileURL(file)
  url.search = 'immutable=1'
  return url
}

const openFile = ({ file }: Source): DatabaseSync => {
  try {
    return tryToOpen(placeOf(file))
  } catch (error) {
    if (errorCode(error) !== BUSY) throw error
    throw refusal(
      `${file} is in use by a running service. Stop the service, or copy its data folder (with parley.db-wal) and verify the copy.`,
    )
  }
}

const readExpected = (text: string | undefined, keys: AuditKeys): Checkpoint | undefined => {
  if (text === undefined) return undefined
  const checkpoint = readCheckpoint(text)
  if (checkpoint === undefined) throw refusal('What --expect gives is not a checkpoint.')
  if (!keys.isSigned(checkpoint)) throw refusal('The checkpoint that --expect gives was not signed by this service.')
  return checkpoint
}

const printCheckpoints = async (database: Database, keys: AuditKeys): Promise<void> => {
  const heads = await database.selectFrom('audit_heads').select(['tenant', 'sequence', 'hash']).orderBy('tenant').execute()
  for (const head of heads)
    say(`${head.tenant}: ${head.sequence} records\n${writeCheckpoint(keys.sign({ ...head, at: Date.now() }))}`)
}

const count = (number: number, one: string, many: string): string => `${number.toLocaleString('en')} ${number === 1 ? one : many}`

/** Whether all is well. */
const verifyLog = async (
  place: string | undefined,
  options: { secret?: string | undefined; expect?: string | undefined; 'print-checkpoints'?: boolean | undefined },
): Promise<boolean> => {
  const source = findSource(place ?? readConfig(process.env).dataDir)
  const secret = loadSecret(resolve(options.secret ?? source.folder))
  const keys = new AuditKeys(secret)
  const expect = readExpected(options.expect, keys)
  let file: DatabaseSync
  try {
    file = openFile(source)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    say(`The database file can't be read: ${error instanceof Error ? error.message : error}`)
    return false
  }
  const database = new Kysely<Schema>({ dialect: nodeSqliteDialect(file) })
  try {
    const { records, tenants, findings, found } = await verify(database, { secret, expect, thorough: true })
    for (const finding of findings.slice(0, SHOWN)) say(describe(finding))
    if (found > SHOWN) say(`… and ${found - SHOWN} more`)
    const size = `${count(records, 'record', 'records')}, ${count(tenants, 'tenant', 'tenants')}`
    say(found === 0 ? `${size}: whole` : `${size}: not whole, ${count(found, 'finding', 'findings')}`)
    if (found === 0 && options['print-checkpoints'] === true) await printCheckpoints(database, keys)
    return found === 0
  } finally {
    await database.destroy()
  }
}

const verifyExport = async (path: string): Promise<boolean> => {
  if (!existsSync(path)) throw refusal(`There is no ${path}.`)
  const { records, wrong } = await checkExport(
    createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }),
  )
  for (const { line, because } of wrong.slice(0, SHOWN)) say(`line ${line}: ${because}`)
  say(`${count(records, 'record', 'records')}: ${wrong.length === 0 ? 'as they were exported' : 'not as they were exported'}`)
  return wrong.length === 0
}

const run = async (): Promise<number> => {
  const { values, positionals } = readArguments()
  if (values.help === true) {
    say(HELP)
    return 0
  }
  if (positionals.length > 1) throw refusal(`One folder at a time.\n\n${HELP}`)
  const whole = values.export === undefined ? await verifyLog(positionals[0], values) : await verifyExport(values.export)
  return whole ? 0 : 1
}

try {
  process.exitCode = await run()
} catch (error) {
  process.stderr.write(`${error instanceof ParleyError ? (error.detail ?? error.code) : String(error)}\n`)
  process.exitCode = 2
}
