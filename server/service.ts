import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { ParleyError } from '#shared/errors.ts'
import { AuditDesk } from './audit/audit-desk.ts'
import { AuditLog } from './audit/audit-log.ts'
import { Checkpoints } from './audit/checkpoints.ts'
import { chatTrail, meetingTrail } from './audit/meeting-trail.ts'
import { RefusalTrail, sessionTrail } from './audit/session-trail.ts'
import { SqliteAttendance } from './chat/attendance.ts'
import { Chat } from './chat/chat.ts'
import type { Judge } from './chat/judging.ts'
import { LiveChat } from './chat/live-chat.ts'
import { SqliteMessageRecords } from './chat/sqlite-message-records.ts'
import type { Config } from './config.ts'
import { DevIdp } from './dev-idp/dev-idp.ts'
import { MediaProbes } from './diagnostics/media-probes.ts'
import { deliveryKeyFrom } from './encryption/delivery-key.ts'
import { LiveEncryption } from './encryption/live-encryption.ts'
import { Failures } from './failures.ts'
import { createApi } from './http/api.ts'
import { createHttpServer, serveApi } from './http/http-server.ts'
import { describeApi } from './http/openapi.ts'
import { allowedOrigins, originOf, reachedOrigins } from './http/origins.ts'
import { serveWebPage } from './http/web-page.ts'
import type { RequestProof, Session } from './identity/identities.ts'
import { administratorsOf, organisationsOf, trustedBy } from './identity/provider-config.ts'
import { SAMPLE_ADMINISTRATORS, SAMPLE_ORGANISATION, SAMPLE_TENANT } from './identity/sample-people.ts'
import { ServiceIdentities } from './identity/service-identities.ts'
import { ServiceSecret } from './identity/service-secret.ts'
import { createLog, type Log } from './logging.ts'
import type { Media } from './media/media.ts'
import { MediasoupMedia, type MediasoupOptions } from './media/mediasoup-media.ts'
import { openMeetingStores } from './meetings/meeting-stores.ts'
import { Meetings } from './meetings/meetings.ts'
import { Organising } from './meetings/organising.ts'
import { Moderation } from './moderation/providers.ts'
import { auditedLabels, auditedRules } from './policies/audited.ts'
import { Rulebook } from './policies/rulebook.ts'
import { Rules } from './policies/rules.ts'
import { AddressLimiter } from './rate-limit.ts'
import { LiveRecordings } from './recordings/control/live-recordings.ts'
import { Recorder } from './recordings/control/recorder.ts'
import { recordingActs } from './recordings/control/recording-acts.ts'
import { Recordings } from './recordings/library/recordings.ts'
import { RecordingLibrary } from './recordings/recording-library.ts'
import { SignallingServer } from './signalling/signalling-server.ts'
import { type Database, openDatabase } from './storage/database.ts'
import { RecordingStorage } from './storage/recording-storage.ts'

/** ms that clients are given to take note that the service stops. */
const FAREWELL = 500

const readVersion = (): string => {
  const text = readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

interface Parts {
  log: Log
  database: Database
  media: Media
  meetings: Meetings
  signalling: SignallingServer
  app: FastifyInstance
  devIdp: DevIdp | undefined
  checkpoints: Checkpoints
  recordings: RecordingLibrary
  storage: RecordingStorage
  recorder: Recorder
}

/** Where the service is reached: known when it listens, because its port may be any free one. */
class Place {
  origin = ''
  allowed: ReadonlySet<string> = new Set()
  reached: ReadonlySet<string> = new Set()
  stopping = false
}

/** The meeting service, listening. */
export class Service {
  readonly #parts: Parts
  readonly #place: Place
  #closing: Promise<void> | undefined

  private constructor(parts: Parts, place: Place) {
    this.#parts = parts
    this.#place = place
  }

  /** Throws ParleyError where the data folder, the media workers or the port can't be had; nothing is left behind then. */
  static async create(
    config: Config,
    log = createLog(config.logLevel),
    judge: Judge = Moderation.of(config.moderation),
    openMedia: (options: MediasoupOptions) => Promise<Media> = (options) => MediasoupMedia.create(options),
  ): Promise<Service> {
    const { host, limits, tls } = config
    await using undo = new AsyncDisposableStack()
    const database = await openDatabase(config.dataDir)
    undo.defer(() => database.destroy())
    const media = await openMedia({
      workers: config.workers,
      listenAddress: host === 'localhost' ? '127.0.0.1' : host,
      announcedAddress: config.announcedAddress,
      firstPort: config.mediaPort,
      log,
    })
    undo.defer(() => media.close())

    const stores = openMeetingStores(database)
    const place = new Place()
    const secret = ServiceSecret.load(config.dataDir)
    const audit = new AuditLog({ secret })
    const devIdp =
      config.devIdp === undefined ? undefined : await DevIdp.create({ ...config.devIdp, log, dataDir: config.dataDir })
    undo.defer(() => devIdp?.close())
    const providers = devIdp === undefined ? config.providers : [devIdp.providerConfig]
    const identities = await ServiceIdentities.create({
      database,
      log,
      secret,
      providers,
      samplePeople: config.samplePeople,
      ticketLifetime: limits.ticketLifetime,
      origin: () => place.origin,
      origins: () => place.reached,
      findMeeting: (code) => stores.meetings.byCode(code),
      invitations: stores.invitations,
      record: sessionTrail(audit),
    })
    const rulebook = await Rulebook.load(database)
    identities.events.on('groupsKnown', (tenant, personId, groups) => rulebook.noteGroups(tenant, personId, groups))
    const rules = new Rules({
      database,
      rulebook,
      firstAdministrators: (tenant) => ({
        emails: administratorsOf(providers, tenant),
        personIds: tenant === SAMPLE_TENANT && config.samplePeople ? SAMPLE_ADMINISTRATORS : [],
      }),
      requireFresh: (session) => identities.requireFresh(session, 'administer'),
      ...auditedRules(audit),
    })
    const chat = new Chat({
      records: new SqliteMessageRecords(database),
      attendance: new SqliteAttendance(database),
      moderation: judge,
      record: chatTrail(audit),
    })
    const { ffmpeg } = config
    const storage = await RecordingStorage.create(config.recordings, log)
    undo.defer(() => storage.close())
    const { blobs, vault } = storage
    const recordings = new RecordingLibrary({ database, audit, rulebook, rules, log, ffmpeg, blobs, vault })
    undo.defer(() => recordings.close())
    const recorder = await Recorder.create({
      database,
      library: new Recordings(database, { keptFor: (tenant, compliance) => rulebook.recordingKeptFor(tenant, compliance) }),
      note: recordingActs(audit),
      ffmpeg,
      log,
      blobs,
      vault,
    })
    undo.defer(() => recorder.close())
    await recorder.recover()
    const deliveryKey = await deliveryKeyFrom(secret)
    const meetings = new Meetings({
      stores,
      media,
      limits,
      log,
      trustedBy: (tenant) => trustedBy(providers, tenant),
      organisationName: (tenant) =>
        tenant === SAMPLE_TENANT ? SAMPLE_ORGANISATION : (organisationsOf(providers, tenant)[0]?.name ?? ''),
      rulebook,
      openChat: (scene) => new LiveChat(chat, scene),
      openEncryption: (scene) => new LiveEncryption(deliveryKey, scene),
      openRecordings: (place) => new LiveRecordings(recorder, place),
      recordAct: meetingTrail(audit),
    })
    await meetings.restore()
    await recorder.endUnclaimed()
    rulebook.events.on('changed', (tenant, organiserId) => meetings.rulesChanged(tenant, organiserId))
    undo.defer(() => meetings.close('serviceStopping'))
    const endInvited = (invitationId: string): Promise<void> => identities.endInvited(invitationId)
    const failures = new Failures(log)
    const webOrigin = (): string => place.origin
    const isAllowedOrigin = (origin: string): boolean => place.allowed.has(origin)
    const app = createHttpServer({ tls, log, isHealthy: () => media.available && !place.stopping })
    undo.defer(() => app.close())
    const version = readVersion()
    const organising = new Organising({ meetings, webOrigin, endInvited, ...auditedLabels(audit) })
    const limiter = new AddressLimiter(config.addressRate)
    const refusals = new RefusalTrail({ database, audit, log })
    const probes = new MediaProbes(media)
    undo.defer(() => probes.close())
    const api = createApi({
      version,
      minimumClientVersion: limits.minimumClientVersion,
      webOrigin,
      identities,
      meetings,
      organising,
      chat,
      limiter,
      rules,
      rulebook,
      moderator: judge.moderator,
      audit: new AuditDesk(database, audit),
      refusals,
      recordings,
      probes,
      reportCrash: (report) => log.warn({ crash: report }, 'a client crashed'),
    })
    const admit = async (proof: RequestProof): Promise<Session> => {
      const session = identities.authenticate(proof)
      await refusals.over(session, 'admin.saveRules', () => rules.administratorFor(session, 'readRules'))
      return session
    }
    await serveApi(app, { admit, api, describe: () => describeApi(version, place.origin), isAllowedOrigin, failures })
    await serveWebPage(app, { webRoot: config.webRoot, signallingOrigin: () => place.origin.replace(/^http/, 'ws') })

    const signalling = new SignallingServer({ identities, meetings, limits, failures, isAllowedOrigin })
    undo.defer(() => signalling.close())
    app.server.on('upgrade', (request, socket, head) => signalling.upgrade(request, socket, head))

    const port = await listen(app, host, config.port)
    const scheme = tls === undefined ? 'http' : 'https'
    place.origin = config.publicOrigin ?? originOf(scheme, config.announcedAddress ?? host, port)
    const origins = { publicOrigin: place.origin, scheme, host, port, extraOrigins: config.extraOrigins } as const
    place.allowed = allowedOrigins(origins)
    place.reached = reachedOrigins(origins)
    const checkpoints = new Checkpoints({ database, audit, log })
    await recordings.start()
    undo.move()
    log.info({ origin: place.origin, workers: config.workers }, 'service started')
    return new Service(
      { log, database, media, meetings, signalling, app, devIdp, checkpoints, recordings, recorder, storage },
      place,
    )
  }

  /** Where clients find it, as in `http://127.0.0.1:8473`. */
  get origin(): string {
    return this.#place.origin
  }

  /** Tells everybody, then stops. May be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { log, database, media, meetings, signalling, app, devIdp, checkpoints, recordings, recorder, storage } = this.#parts
    this.#place.stopping = true
    await meetings.close('serviceStopping')
    await recorder.close()
    signalling.close()
    const patience = setTimeout(() => signalling.terminate(), FAREWELL)
    await app.close()
    clearTimeout(patience)
    await devIdp?.close()
    await media.close()
    await recordings.close()
    await storage.close()
    await checkpoints.close()
    await database.destroy()
    log.info('service stopped')
  }
}

/** The port it listens on. Throws SERVICE_UNREACHABLE where the address or port can't be had. */
const listen = async (app: FastifyInstance, host: string, port: number): Promise<number> => {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw new ParleyError('SERVICE_UNREACHABLE', `${host} port ${port} can't be listened on`, { cause })
  }
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new ParleyError('INTERNAL', 'no port')
  return address.port
}
