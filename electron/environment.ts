/** What the program was started with, and on what: the one place of the main process that reads command line and environment. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Id, type Platform } from '#shared/contract/common.ts'
import { isPrivateWay } from './network/loopback.ts'
import { virtualDesktopOf } from './virtual-desktop.ts'

export interface OperatingSystem {
  /** What the service is told. */
  name: Platform['os']
  platform: NodeJS.Platform
  /** As in `15.3.1`; empty where nobody asks for it. */
  version: string
  /** The person sits at another computer, which gets what is shown here. */
  virtual: boolean
  /** Linux: what draws, as in `wayland` or `x11`. */
  sessionType: string | undefined
}

/** Of the program itself. */
export interface Build {
  packaged: boolean
}

export interface Environment {
  /** Base address of the service, as in `https://meet.example.org`, where one was given. Counts as the person's own setting. */
  serviceOrigin: string | undefined
  /** Linux: where the person's settings are kept (XDG Base Directory Specification). */
  configFolder: string
  /** A folder of policies that hold in place of the computer's. */
  triedOutPolicies: string | undefined
  /** A feed of updates that holds in place of the policy's, and the key that its manifests are believed by. */
  triedOutUpdates: { key: string; url?: string } | undefined
  /** The sample person to sign in as at the start. */
  startAs: string | undefined
  /** Keeps this client's data apart, so that several clients can run side by side. */
  profile: string | undefined
  /** A link of our scheme on the command line, as it came. */
  link: string | undefined
  os: OperatingSystem
}

/** Of Node's and Electron's `process`, what is read here. */
export interface Surroundings {
  argv: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
  getSystemVersion: () => string
  /** Windows: the keys of agents of virtual desktops that are there. None where the registry isn't read. */
  registryKeys?: readonly string[]
}

export type EnvironmentProblem = 'serviceUrl' | 'person' | 'profile' | 'pretence' | 'switches'

/** Something that the program was started with can't be used: the start ends, and says which. */
export class EnvironmentError extends Error {
  readonly problem: EnvironmentProblem

  constructor(problem: EnvironmentProblem) {
    super(`unusable ${problem}`)
    this.name = 'EnvironmentError'
    this.problem = problem
  }
}

const Profile = z.string().regex(/^[A-Za-z0-9-]{1,32}$/)

/** The origin of a service address. Without TLS, only this very computer is spoken to. */
const readServiceOrigin = (address: string): string => {
  const url = URL.parse(address)
  if (url === null) throw new EnvironmentError('serviceUrl')
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  if (!isPrivateWay(url) || !bare) throw new EnvironmentError('serviceUrl')
  return url.origin
}

const isLink = (argument: string): boolean => /^parley:/i.test(argument)

/** The first link of our scheme among the arguments, as it came. */
export const linkAmong = (argv: readonly string[]): string | undefined => argv.find(isLink)

const OS_NAMES: Partial<Record<NodeJS.Platform, Platform['os']>> = { win32: 'windows', darwin: 'macos', linux: 'linux' }

/**
 * The system that a build in development takes itself for, so that what is for Windows and macOS alone can be tried elsewhere. A
 * packaged program takes itself for nothing but what it is.
 */
const pretendedOs = (env: Surroundings['env'], { packaged }: Build): Platform['os'] | undefined => {
  if (packaged || env.PARLEY_PRETEND_OS === undefined) return undefined
  const pretended = z.enum(['windows', 'macos']).safeParse(env.PARLEY_PRETEND_OS)
  if (!pretended.success) throw new EnvironmentError('pretence')
  return pretended.data
}

/** A path that is not absolute doesn't count. */
const configFolderOf = ({ XDG_CONFIG_HOME = '' }: Surroundings['env']): string =>
  isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(homedir(), '.config')

/** A packaged program obeys what administrators have set, and nothing else. */
const policiesToTry = (env: Surroundings['env'], { packaged }: Build): string | undefined =>
  packaged ? undefined : env.PARLEY_POLICIES

/** As with policies: a packaged program is updated from nowhere else than administrators say, by the keys it was built with. */
const updatesToTry = (env: Surroundings['env'], { packaged }: Build): Environment['triedOutUpdates'] =>
  packaged || env.PARLEY_UPDATE_KEY === undefined
    ? undefined
    : {
        key: env.PARLEY_UPDATE_KEY,
        // Otherwise the policies' own.
        ...(env.PARLEY_UPDATE_URL === undefined ? {} : { url: env.PARLEY_UPDATE_URL }),
      }

/** Throws EnvironmentError. */
export const readEnvironment = (
  { argv, env, platform, getSystemVersion, registryKeys = [] }: Surroundings,
  build: Build,
): Environment => {
  // What stands after a link came with it from a web page or a mail, and is none of ours.
  const firstLink = argv.findIndex(isLink)
  const { values } = parseArgs({
    args: argv.slice(1, firstLink === -1 ? undefined : firstLink),
    options: { person: { type: 'string' }, profile: { type: 'string' } },
    strict: false,
  })
  const person = Id.optional().safeParse(values.person)
  if (!person.success) throw new EnvironmentError('person')
  const profile = Profile.optional().safeParse(values.profile)
  if (!profile.success) throw new EnvironmentError('profile')
  const name = pretendedOs(env, build) ?? OS_NAMES[platform] ?? 'other'
  return {
    serviceOrigin: env.PARLEY_SERVICE_URL === undefined ? undefined : readServiceOrigin(env.PARLEY_SERVICE_URL),
    configFolder: configFolderOf(env),
    triedOutPolicies: policiesToTry(env, build),
    triedOutUpdates: updatesToTry(env, build),
    startAs: person.data,
    profile: profile.data,
    link: linkAmong(argv),
    os: {
      name,
      platform,
      version: platform === 'darwin' ? getSystemVersion() : '',
      virtual: virtualDesktopOf({ os: name, env, registryKeys }) !== undefined,
      sessionType: env.XDG_SESSION_TYPE,
    },
  }
}
