import { base64urlnopad } from '@scure/base'
import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import { type AdmissionRule, isAdmitted } from '#shared/encryption/admission.ts'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import { HYBRID_SUITE } from '#shared/encryption/group.ts'
import { ParleyError } from '#shared/errors.ts'
import { CredentialChecks } from './credentials/credential-checks.ts'
import { verifySignature } from './credentials/verify-signature.ts'
import { FrameCrypto } from './frames/frame-crypto.ts'
import { type Calls, type LinkPort, openLink } from './link.ts'
import { sameBytes } from './mls/bytes.ts'
import { type EpochOfGroup, GroupSession } from './mls/group-session.ts'
import type { MlsIdentity } from './mls/identity.ts'
import type { Opened } from './mls/meeting-group.ts'
import { ToldMembers } from './mls/told-members.ts'
import { mlsIdentityOf } from './own-identity.ts'
import type { GroupMember, PageSide, Start, WorkerSide } from './worker-protocol.ts'

type Verdict = CredentialVerdict

/** What is made once the page has said who this is and where. */
interface Grounds {
  readonly code: string
  readonly identity: MlsIdentity
  readonly checks: CredentialChecks
  /** This person signed in at a provider, and so can verify others. */
  readonly verifies: boolean
}

/**
 * All that the encryption worker is, without being a worker: one meeting's group, the checks of its members and the frames' keys,
 * spoken to over a port. Streams are attached to `frames`.
 */
export class EncryptionCore {
  readonly frames = new FrameCrypto(() => this.#tell(this.#page.switched(null)))
  readonly #page: Calls<PageSide>
  #grounds: Promise<Grounds> | undefined
  #session: GroupSession<Verdict> | undefined
  #rule: AdmissionRule = { guests: 'allowed', externals: 'allowed' }
  #participantId: string | undefined
  #groupId: Uint8Array | undefined
  #told = new ToldMembers<Verdict>()
  /** Participants by leaf, in the current epoch. */
  #seats = new Map<number, string>()

  constructor(port: LinkPort) {
    this.#page = openLink<WorkerSide, PageSide>(port, {
      start: (start) => {
        this.#grounds = this.#prepare(start)
        // Whoever needs it is told.
        this.#grounds.catch(() => undefined)
      },
      offer: () => this.#offer(),
      admit: (rule) => {
        this.#rule = rule
      },
      joined: (participantId) => {
        this.#participantId = participantId
      },
      news: (news) => this.#session?.handle(news),
      say: (content) => this.#required().say(content),
      leave: () => this.#forget(),
      statistics: () => this.frames.statistics(),
    })
  }

  async #prepare({ code, own }: Start): Promise<Grounds> {
    const identity = await mlsIdentityOf(own, (bytes) => this.#page.sign(bytes))
    const checks = new CredentialChecks({
      provider: own.kind === 'member' ? own.identity.provider : undefined,
      keysOf: (issuer, renew) => this.#page.providerKeys({ issuer, renew }),
      verify: verifySignature,
      now: Date.now,
    })
    return { code, identity, checks, verifies: own.kind === 'member' }
  }

  async #offer(): Promise<EncryptionOffer> {
    if (this.#grounds === undefined) throw new ParleyError('WRONG_STATE', 'not started')
    const grounds = await this.#grounds
    this.#session ??= this.#open(grounds)
    return this.#session.offer()
  }

  #required(): GroupSession<Verdict> {
    if (this.#session === undefined) throw new ParleyError('WRONG_STATE', 'no group')
    return this.#session
  }

  #open({ code, identity, checks, verifies }: Grounds): GroupSession<Verdict> {
    const session: GroupSession<Verdict> = new GroupSession<Verdict>({
      code,
      identity,
      verifier: {
        verify: (bytes, signatureKey) => checks.check(bytes, signatureKey),
        // Whoever is not verified is shown as such to all, and where the meeting is not for them gets no keys. To somebody who can
        // verify nobody, that would be everybody.
        admits: (verdict) => !verifies || isAdmitted(verdict, this.#rule),
      },
      participantId: () => this.#participantId,
      calls: this.#page,
      onEpoch: (epoch) => this.#enter(session, epoch),
      onSwitch: (epoch) => this.frames.sendWith(epoch),
      // The frames' own clock has forgotten them already.
      onForget: () => undefined,
      onMessage: (message) => this.#hear(message),
      onLost: ({ code: why }) => {
        if (session !== this.#session) return
        this.#forget()
        this.#tell(this.#page.lost(why))
      },
    })
    return session
  }

  async #enter(session: GroupSession<Verdict>, epoch: EpochOfGroup<Verdict>): Promise<void> {
    const { group } = session
    if (group === undefined || session !== this.#session) return
    const isNewGroup = this.#groupId === undefined || !sameBytes(this.#groupId, group.groupId)
    if (isNewGroup) this.frames.reset()
    const baseKey = new Uint8Array(epoch.baseKey)
    await this.frames.addEpoch({ epoch: epoch.epoch, baseKey, ownLeaf: epoch.ownLeaf, leaves: epoch.leaves })
    baseKey.fill(0)
    epoch.baseKey.fill(0)
    this.#groupId = group.groupId
    this.#seats = new Map([...epoch.leaves].map(([participantId, leaf]) => [leaf, participantId]))
    if (this.#participantId !== undefined) this.#seats.set(epoch.ownLeaf, this.#participantId)
    // Not as the group says, which knows nothing of one that was before it.
    const { joined, left } = this.#told.enter(epoch.members, isNewGroup, Date.now())
    const view = {
      isNewGroup,
      securityCode: epoch.securityCode,
      isPostQuantum: epoch.suite === HYBRID_SUITE,
      members: epoch.members.map(
        (member): GroupMember => ({
          participantId: this.#seats.get(member.leafIndex),
          verdict: member.verdict,
          fingerprint: member.leafIndex === epoch.ownLeaf ? undefined : group.fingerprintWith(member),
        }),
      ),
      joined: joined.map(({ verdict }) => verdict),
      left: left.map(({ verdict }) => verdict),
    }
    this.#tell(this.#page.entered(view))
  }

  #hear({ sender, content }: Opened<Verdict>): void {
    const { leafIndex, signatureKey, verdict } = sender
    const memberId = base64urlnopad.encode(signatureKey)
    this.#tell(this.#page.heard({ participantId: this.#seats.get(leafIndex), memberId, verdict, content }))
  }

  /** What the page makes of it is its own affair. */
  #tell(told: Promise<void>): void {
    told.catch(() => undefined)
  }

  #forget(): void {
    this.#session?.close()
    this.#session = undefined
    this.#participantId = undefined
    this.#groupId = undefined
    this.#told = new ToldMembers()
    this.#seats.clear()
    this.frames.reset()
  }
}
