/** The service's configuration: the one place that reads the environment. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { availableParallelism, homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ParleyError } from '#shared/errors.ts'
import { isVersion } from '#shared/updates/version.ts'
import { type ProviderConfig, parseProviders } from './identity/provider-config.ts'
import { SERVICE_LIMITS, type ServiceLimits } from './limits.ts'
import { type HostedConfig, parseHostedConfig } from './moderation/hosted-config.ts'
import {
  RECORDING_STORAGE_VARIABLES,
  type RecordingStorageConfig,
  recordingStorageFrom,
} from './storage/recording-storage-config.ts'

export interface Config {
  /** Address of this machine that HTTP and media listen on. */
  host: string
  /** 0: any free port. */
  port: number
  /** First media port, one for each worker, UDP and TCP; 0: any free ports. */
  mediaPort: number
  workers: number
  /** Address or name under which clients reach the media ports, where it is not `host`. */
  announcedAddress?: string | undefined
  /** As in `https://meet.example.org`; derived from host and port where absent. */
  publicOrigin?: string | undefined
  /** PEM. */
  tls?: { certificate: string; key: string } | undefined
  dataDir: string
  /** Folder of the built page. */
  webRoot: string
  /** Identity providers of organisations; the embedded one not among them. */
  providers: readonly ProviderConfig[]
  /** The identity provider that the service brings along, on this machine only; port 0: any free one. */
  devIdp: { port: number } | undefined
  samplePeople: boolean
  recordings: RecordingStorageConfig
  /** The ffmpeg that records and makes files of recordings, by its name or its path. */
  ffmpeg: string
  /** The moderation endpoint that the organisation hosts, beside the bundled provider. */
  moderation: HostedConfig | undefined
  /** Origins beside our own and the desktop client's that may call; for tests on one machine. */
  extraOrigins: string[]
  /** Requests per minute that one address may make without being known: opening sessions, looking up meeting codes. */
  addressRate: number
  logLevel: LogLevel
  limits: ServiceLimits
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

export const isLoopback = (host: string): boolean => LOOPBACK.has(host) || /^127\.\d+\.\d+\.\d+$/.test(host)

/** Where the operating system wants a person's programs to keep their data. */
const userDataFolder = (env: Environment): string => {
  if (platform() === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share')
}

type Environment = Readonly<Record<string, string | undefined>>

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))

const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text
}

const origin = z.string().refine(isOrigin)

/** Each variable: what it must be, in words, and the schema that says the same. Empty counts as absent. */
const VARIABLES = {
  PARLEY_HOST: {
    is: 'an IP address or "localhost"',
    schema: z.string().refine((text) => text === 'localhost' || isIP(text) > 0),
  },
  PARLEY_PORT: { is: 'a port from 0 to 65535', schema: wholeNumber(0, 65_535) },
  PARLEY_MEDIA_PORT: { is: 'a port from 0 to 65535', schema: wholeNumber(0, 65_535) },
  PARLEY_WORKERS: { is: 'a number from 1 to 128', schema: wholeNumber(1, 128) },
  PARLEY_ANNOUNCED_ADDRESS: { is: 'an address or a host name', schema: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/) },
  PARLEY_PUBLIC_ORIGIN: { is: 'an origin, as in https://meet.example.org', schema: origin },
  PARLEY_TLS_CERT: { is: 'a file in PEM form', schema: z.string() },
  PARLEY_TLS_KEY: { is: 'a file in PEM form', schema: z.string() },
  PARLEY_DATA_DIR: { is: 'a folder', schema: z.string() },
  PARLEY_FFMPEG: { is: 'a program', schema: z.string() },
  PARLEY_WEB_ROOT: { is: 'a folder', schema: z.string() },
  PARLEY_SAMPLE_PEOPLE: { is: '"on" or "off"', schema: z.enum(['on', 'off']) },
  PARLEY_IDENTITY: { is: 'a file of identity providers', schema: z.string() },
  PARLEY_DEV_IDP: { is: '"on" or "off"', schema: z.enum(['on', 'off']) },
  PARLEY_DEV_IDP_PORT: { is: 'a port from 0 to 65535', schema: wholeNumber(0, 65_535) },
  PARLEY_MODERATION: { is: 'a file of a moderation endpoint', schema: z.string() },
  PARLEY_EXTRA_ORIGINS: {
    is: 'origins with commas between them',
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(origin)),
  },
  PARLEY_ADDRESS_RATE: { is: 'a number from 1 to 1000000', schema: wholeNumber(1, 1_000_000) },
  PARLEY_MINIMUM_CLIENT_VERSION: { is: 'a version, as in 1.4.0', schema: z.string().refine(isVersion) },
  PARLEY_LOBBY_WAIT: { is: 'a number of seconds from 5 to 86400', schema: wholeNumber(5, 86_400) },
  ...RECORDING_STORAGE_VARIABLES,
  PARLEY_LOG_LEVEL: { is: `one of ${LOG_LEVELS.join(', ')}`, schema: z.enum(LOG_LEVELS) },
} as const
type Variable = keyof typeof VARIABLES
type Value<V extends Variable> = z.output<(typeof VARIABLES)[V]['schema']>

/** A configuration that can't be served, in one sentence that names the variable. */
const refusal = (variable: Variable, problem: string): ParleyError => new ParleyError('INVALID_INPUT', `${variable} ${problem}`)

const readFile = (variable: Variable, path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ParleyError('INVALID_INPUT', `${variable} names a file that can't be read`, { cause })
  }
}

/** What `parse` makes of the file that a variable names. */
const readParsed = <T>(variable: Variable, path: string, parse: (text: string) => T): T => {
  const text = readFile(variable, path)
  try {
    return parse(text)
  } catch (error) {
    throw error instanceof ParleyError ? refusal(variable, `(${path}) ${error.detail}`) : error
  }
}

/** The configuration that `env` asks for. Throws ParleyError INVALID_INPUT whose detail names the variable at fault. */
export const readConfig = (env: Environment): Config => {
  const read = <V extends Variable>(variable: V): Value<V> | undefined => {
    const text = env[variable]
    if (text === undefined || text === '') return undefined
    const result = VARIABLES[variable].schema.safeParse(text)
    if (!result.success) throw refusal(variable, `must be ${VARIABLES[variable].is}`)
    return result.data as Value<V>
  }

  const host = read('PARLEY_HOST') ?? '127.0.0.1'
  const loopback = isLoopback(host)
  const announcedAddress = read('PARLEY_ANNOUNCED_ADDRESS')
  if ((host === '0.0.0.0' || host === '::') && announcedAddress === undefined) {
    throw refusal(
      'PARLEY_ANNOUNCED_ADDRESS',
      `is needed with PARLEY_HOST=${host}: the address under which clients reach this machine`,
    )
  }

  const certificate = read('PARLEY_TLS_CERT')
  const key = read('PARLEY_TLS_KEY')
  if ((certificate === undefined) !== (key === undefined)) {
    throw refusal(
      certificate === undefined ? 'PARLEY_TLS_CERT' : 'PARLEY_TLS_KEY',
      'is missing: certificate and key come together',
    )
  }

  const samplePeople = read('PARLEY_SAMPLE_PEOPLE')
  if (samplePeople === 'on' && !loopback) {
    throw refusal('PARLEY_SAMPLE_PEOPLE', 'must be "off": anybody could be anyone on a service that others can reach')
  }
  const identityFile = read('PARLEY_IDENTITY')
  const moderationFile = read('PARLEY_MODERATION')
  const devIdp = read('PARLEY_DEV_IDP')
  if (devIdp === 'on' && !loopback) {
    throw refusal('PARLEY_DEV_IDP', 'must be "off": the passwords of its people are known to everybody')
  }
  if (devIdp === 'on' && identityFile !== undefined) {
    throw refusal('PARLEY_DEV_IDP', 'must be "off" where PARLEY_IDENTITY names the providers')
  }
  const embedded = loopback && identityFile === undefined
  const lobbyWait = read('PARLEY_LOBBY_WAIT')
  const minimumClientVersion = read('PARLEY_MINIMUM_CLIENT_VERSION')
  const extraOrigins = read('PARLEY_EXTRA_ORIGINS') ?? []
  if (extraOrigins.length > 0 && !loopback) {
    throw refusal('PARLEY_EXTRA_ORIGINS', 'is for tests on one machine: it is refused where PARLEY_HOST is not loopback')
  }

  const dataDir = resolve(read('PARLEY_DATA_DIR') ?? join(userDataFolder(env), 'parley', 'service'))

  return {
    host,
    port: read('PARLEY_PORT') ?? 8473,
    mediaPort: read('PARLEY_MEDIA_PORT') ?? 8474,
    workers: read('PARLEY_WORKERS') ?? availableParallelism(),
    announcedAddress,
    publicOrigin: read('PARLEY_PUBLIC_ORIGIN'),
    tls:
      certificate === undefined || key === undefined
        ? undefined
        : { certificate: readFile('PARLEY_TLS_CERT', certificate), key: readFile('PARLEY_TLS_KEY', key) },
    dataDir,
    recordings: recordingStorageFrom({ read, refuse: refusal, dataDir }),
    ffmpeg: read('PARLEY_FFMPEG') ?? 'ffmpeg',
    webRoot: resolve(read('PARLEY_WEB_ROOT') ?? join(import.meta.dirname, '..', 'out', 'renderer')),
    providers: identityFile === undefined ? [] : readParsed('PARLEY_IDENTITY', identityFile, parseProviders),
    devIdp: embedded && devIdp !== 'off' ? { port: read('PARLEY_DEV_IDP_PORT') ?? 8472 } : undefined,
    moderation: moderationFile === undefined ? undefined : readParsed('PARLEY_MODERATION', moderationFile, parseHostedConfig),
    samplePeople: samplePeople === undefined ? embedded : samplePeople === 'on',
    extraOrigins,
    addressRate: read('PARLEY_ADDRESS_RATE') ?? 120,
    logLevel: read('PARLEY_LOG_LEVEL') ?? 'info',
    limits: {
      ...SERVICE_LIMITS,
      ...(minimumClientVersion === undefined ? {} : { minimumClientVersion }),
      ...(lobbyWait === undefined ? {} : { lobbyWait: lobbyWait * 1_000 }),
    },
  }
}
