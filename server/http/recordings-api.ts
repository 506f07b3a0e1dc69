/** The part of the HTTP contract that is about recordings, implemented. Whatever is refused is written down. */
import { implement } from '@orpc/server'
import { recordingsContract } from '#shared/contract/recordings.ts'
import type { RefusalTrail } from '../audit/session-trail.ts'
import type { Session } from '../identity/identities.ts'
import type { RecordingLibrary } from '../recordings/recording-library.ts'
import type { ApiContext } from './api.ts'

export interface RecordingsApiOptions {
  recordings: RecordingLibrary
  /** Where refusals are written down. */
  refusals: RefusalTrail
  authenticate: (context: ApiContext) => Session
}

const bytes = (content: Buffer): Blob => new Blob([new Uint8Array(content)], { type: 'application/octet-stream' })

export const createRecordingsApi = ({ recordings, refusals, authenticate }: RecordingsApiOptions) => {
  const { library, playback, deletion, downloads } = recordings
  const os = implement(recordingsContract)
    .$context<ApiContext>()
    .use(({ context, path, next }) => {
      const session = authenticate(context)
      return refusals.over(session, path.join('.'), async () => next({ context: { session } }))
    })

  return os.router({
    list: os.list.handler(({ context, input }) => library.list(context.session, input)),
    expiring: os.expiring.handler(({ context }) => library.expiring(context.session)),
    get: os.get.handler(({ context, input }) => library.get(context.session, input.id)),
    open: os.open.handler(({ context, input }) => playback.open(context.session, input.id)),
    listViews: os.listViews.handler(({ context, input }) => library.listViews(context.session, input.id)),
    place: os.place.handler(({ context, input }) => playback.place(context.session, input, input.media)),
    read: os.read.handler(async ({ context, input }) => bytes(await playback.read(context.session, input, input))),
    damage: os.damage.handler(({ context, input }) => playback.damage(context.session, input, input)),
    speech: os.speech.handler(async ({ context, input }) => [...(await playback.speech(context.session, input))]),
    share: os.share.handler(({ context, input }) => library.share(context.session, input.id, input.personId)),
    withdraw: os.withdraw.handler(({ context, input }) => library.withdraw(context.session, input.id, input.personId)),
    setExpiry: os.setExpiry.handler(({ context, input }) => library.setExpiry(context.session, input.id, input.days)),
    delete: os.delete.handler(async ({ context, input }) => ({
      deleted: await deletion.delete(context.session, input.id, input.forGood),
    })),
    restore: os.restore.handler(({ context, input }) => library.restore(context.session, input.id)),
    hold: os.hold.handler(({ context, input }) => library.hold(context.session, input.id, input.held)),
    prepareDownload: os.prepareDownload.handler(({ context, input }) => downloads.prepare(context.session, input.id)),
    listDownloads: os.listDownloads.handler(({ context, input }) => downloads.list(context.session, input.id)),
    cancelDownload: os.cancelDownload.handler(({ context, input }) =>
      downloads.cancel(context.session, input.id, input.download),
    ),
    readDownload: os.readDownload.handler(async ({ context, input }) =>
      bytes(await downloads.read(context.session, input.id, input.download, input)),
    ),
  })
}
