/** Linux: one file for the whole computer, which only root can have written. */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { LINUX_POLICY_FILE } from '#shared/managed-policy/places.ts'
import type { SourceReading } from '#shared/managed-policy/resolve-policies.ts'
import type { PolicyPlace, PolicyPlaces } from './policy-places.ts'

/** Bytes; all policies together take a fraction of it. */
const LARGEST_FILE = 1024 * 1024

const Values = z.record(z.string(), z.unknown())

/** Of a file's status, what tells who could have written it. */
export type Ownership = Pick<Stats, 'uid' | 'mode'> & { isFile(): boolean }

/** Owned by root, and neither the group nor others can write it. */
export const isRootsOwn = (status: Ownership): boolean => status.isFile() && status.uid === 0 && (status.mode & 0o022) === 0

const ABSENT: SourceReading = { state: 'absent' }

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')

const readPolicyFile = (path: string, isTrusted: (status: Ownership) => boolean): SourceReading => {
  let text: string
  try {
    // The status is that of the opened file, so that nobody exchanges it in between. Not blocking: it could be a pipe.
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const status = fstatSync(file)
      if (!isTrusted(status)) return { state: 'unusable', reason: 'untrusted' }
      if (status.size > LARGEST_FILE) return { state: 'unusable', reason: 'malformed' }
      text = readFileSync(file, 'utf8')
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    if (isMissing(thrown)) return ABSENT
    const isLink = thrown instanceof Error && 'code' in thrown && thrown.code === 'ELOOP'
    return { state: 'unusable', reason: isLink ? 'untrusted' : 'unreadable' }
  }
  try {
    return { state: 'read', values: Values.parse(JSON.parse(text)) }
  } catch {
    return { state: 'unusable', reason: 'malformed' }
  }
}

export type PolicyFiles = Partial<Readonly<Record<PolicyPlace, string>>>

/** There is no policy for single users on Linux, and packages ask nothing at installation. */
const FILES: PolicyFiles = { machinePolicy: LINUX_POLICY_FILE }

export class LinuxPolicies implements PolicyPlaces {
  readonly folders: readonly string[]
  readonly #files: PolicyFiles
  readonly #isTrusted: (status: Ownership) => boolean

  constructor(files: PolicyFiles = FILES, isTrusted = isRootsOwn) {
    this.#files = files
    this.#isTrusted = isTrusted
    this.folders = [...new Set(Object.values(files).map((file) => dirname(file)))]
  }

  read(): ReturnType<PolicyPlaces['read']> {
    const at = (place: PolicyPlace): SourceReading => {
      const file = this.#files[place]
      return file === undefined ? ABSENT : readPolicyFile(file, this.#isTrusted)
    }
    return { machinePolicy: at('machinePolicy'), userPolicy: at('userPolicy'), installDefault: at('installDefault') }
  }
}
