import { isTooOld } from '#shared/updates/minimum-version.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import type { Found, Look } from './found.ts'

interface Parts {
  client: string
  os: string
  osVersion: string
  architecture: string
  runtime: Readonly<Record<string, string | undefined>>
  virtual: boolean
  updates: () => UpdateState
  /** What the service says of itself. */
  about: () => Promise<{ version: string; minimumClientVersion?: string | undefined }>
}

/** Which versions there are, and whether this one may still be used. */
export const lookAtVersions =
  ({ client, os, osVersion, architecture, runtime, virtual, updates, about }: Parts): Look =>
  async (): Promise<Found> => {
    const service = await about().catch(() => undefined)
    const { progress, minimum } = updates()
    const facts = {
      client,
      os,
      osVersion,
      architecture,
      electron: runtime.electron ?? 'none',
      chrome: runtime.chrome ?? 'none',
      node: runtime.node ?? 'none',
      virtual,
      service: service?.version ?? 'unknown',
      updates: progress.state === 'off' ? `off: ${progress.reason}` : progress.state,
    }
    const oldest = minimum ?? service?.minimumClientVersion
    if (isTooOld(client, oldest)) return { finding: 'versionTooOld', facts: { ...facts, oldest: oldest ?? '' } }
    const waits = progress.state === 'ready' || progress.state === 'available'
    if (waits) return { finding: 'updateWaits', facts: { ...facts, newer: progress.release.version } }
    return { finding: 'versionsFine', facts }
  }
