/** macOS: property lists that the system writes from installed profiles, for the whole computer and for one user. */
import { z } from 'zod'
import type { SourceReading } from '#shared/managed-policy/resolve-policies.ts'
import type { PolicyPlaces } from './policy-places.ts'

/** The content of a property list, binary or XML. Undefined where there is no file; throws where it can't be read. */
export type ReadPropertyList = (path: string) => unknown

export interface MacosFolders {
  /** Of the application, which names the files. */
  readonly bundleId: string
  /** Short name of whoever is logged in. */
  readonly user: string
}

const FOLDER = '/Library/Managed Preferences'
const DEFAULTS_FOLDER = '/Library/Application Support/Parley'

const Values = z.record(z.string(), z.unknown())

/** What the system itself writes into every profile's file. */
const isOfTheSystem = (name: string): boolean => name.startsWith('Payload') || name.startsWith('_')

const readingOf = (readPropertyList: ReadPropertyList, path: string): SourceReading => {
  let content: unknown
  try {
    content = readPropertyList(path)
  } catch {
    return { state: 'unusable', reason: 'unreadable' }
  }
  if (content === undefined) return { state: 'absent' }
  const parsed = Values.safeParse(content)
  if (!parsed.success) return { state: 'unusable', reason: 'malformed' }
  return { state: 'read', values: Object.fromEntries(Object.entries(parsed.data).filter(([name]) => !isOfTheSystem(name))) }
}

export class MacosPolicies implements PolicyPlaces {
  readonly folders: readonly string[]
  readonly #readPropertyList: ReadPropertyList
  readonly #folders: MacosFolders

  constructor(readPropertyList: ReadPropertyList, folders: MacosFolders) {
    this.#readPropertyList = readPropertyList
    this.#folders = folders
    this.folders = [FOLDER, `${FOLDER}/${folders.user}`, DEFAULTS_FOLDER]
  }

  read(): ReturnType<PolicyPlaces['read']> {
    const { bundleId, user } = this.#folders
    const at = (folder: string): SourceReading => readingOf(this.#readPropertyList, `${folder}/${bundleId}.plist`)
    return { machinePolicy: at(FOLDER), userPolicy: at(`${FOLDER}/${user}`), installDefault: at(DEFAULTS_FOLDER) }
  }
}
