/** The service's half of recordings, in memory. Nothing of their tracks can be played. */
import type { RecordingDetails, RecordingDownload, RecordingView } from '#shared/contract/recordings.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import type { ServiceClient } from '../../../platform/platform.ts'

export interface RecordingsScenario {
  /** `never` arrives, or fails with a code. */
  recordings?: ((now: number) => RecordingDetails[]) | 'never' | ErrorCode
  views?: (now: number) => RecordingView[]
  download?: (now: number) => RecordingDownload
  manifest?: (now: number) => RecordingManifest
  /** Who spoke when, by segment, in ms of the file. */
  speech?: Readonly<Record<string, [number, number][]>>
  /** The tracks are damaged from their first byte to their last. */
  damaged?: boolean
}

export const fakeRecordings = ({
  recordings: given,
  views,
  download,
  manifest,
  speech = {},
  damaged = false,
}: RecordingsScenario): ServiceClient['recordings'] => {
  const now = Date.now()
  let all = typeof given === 'function' ? given(now) : []
  let made = download?.(now)
  const find = (id: string): RecordingDetails => {
    const found = all.find((recording) => recording.id === id)
    if (found === undefined) throw new ParleyError('FORBIDDEN')
    return found
  }
  const change = (id: string, changed: Partial<RecordingDetails>): RecordingDetails => {
    const next = { ...find(id), ...changed }
    all = all.map((recording) => (recording.id === id ? next : recording))
    return next
  }
  return {
    list: ({ query = '', of = 'mine' }) => {
      if (given === 'never') return new Promise<never>(() => undefined)
      if (typeof given === 'string') return Promise.reject(new ParleyError(given))
      const shown = all.filter(({ title, trashedAt }) => {
        const isThere = of === 'organisation' || (of === 'trash') === (trashedAt !== undefined)
        return isThere && title.toLowerCase().includes(query.toLowerCase())
      })
      return Promise.resolve({ recordings: shown, more: false })
    },
    expiring: async () =>
      all.filter(
        ({ expiresAt, may }) => may.includes('setExpiry') && expiresAt !== undefined && expiresAt < now + 7 * 86_400_000,
      ),
    get: async ({ id }) => find(id),
    open: async () => {
      if (manifest === undefined) throw new ParleyError('VAULT_UNREACHABLE')
      return { view: 'view', manifest: manifest(now) }
    },
    listViews: async () => views?.(now) ?? [],
    place: async () => ({ header: 0, from: 0, media: 0, size: damaged ? 1_000 : 0, finished: true, problems: [] }),
    read: async ({ from }) => {
      if (damaged && Number(from) < 1_000) throw new ParleyError('STORED_DAMAGED')
      return new Blob([])
    },
    damage: async () => [{ from: 0, to: 1_000, kind: 'changed', frame: 0 }],
    speech: async ({ segment }) => speech[segment] ?? [],
    share: async ({ id, personId }) =>
      change(id, { sharedWith: [...find(id).sharedWith, { personId, name: personId, at: now }] }),
    withdraw: async ({ id, personId }) =>
      change(id, { sharedWith: find(id).sharedWith.filter((each) => each.personId !== personId) }),
    setExpiry: async ({ id, days }) => change(id, { expiresAt: days === undefined ? undefined : now + days * 86_400_000 }),
    delete: async ({ id }) => {
      all = all.filter((recording) => recording.id !== id)
      return { deleted: 'trash' }
    },
    restore: async ({ id }) => change(id, { trashedAt: undefined }),
    hold: async ({ id, held }) => change(id, { held }),
    prepareDownload: async () => {
      made = { id: 'made', state: 'waiting', progress: 0, ahead: 2, createdAt: now }
      return made
    },
    listDownloads: async () => (made === undefined ? [] : [made]),
    cancelDownload: async () => {
      made = undefined
    },
    readDownload: async () => new Blob([]),
  }
}
