/** The encryption of a meeting in memory: who has the keys, and what was found about them. */
import type { Participant } from '#shared/contract/signalling.ts'
import type { CredentialVerdict } from '#shared/encryption/credential.ts'
import type { EncryptionMember, EncryptionState } from './encryption-state.ts'

/** People are numbered from 0, which is oneself. */
export interface FakeEncryption {
  status?: EncryptionState['status']
  /** What is found about others, other than usual; `none`: they have no place among the members yet. */
  verdicts?: Record<number, CredentialVerdict | 'none'>
  /** These have the keys and are nobody's tile. */
  unseated?: CredentialVerdict[]
  /** Who came and went, `ago` ms before now. */
  changes?: { ago: number; joined?: CredentialVerdict[]; left?: CredentialVerdict[]; isWeaker?: boolean }[]
  isPostQuantum?: boolean
  unseen?: boolean
}

export const FAKE_SECURITY_CODE = '40718 92265 03914 77180 56432 19607'
const FINGERPRINTS = ['81250 33471 90826 15539 40072 66318', '27764 50913 38205 94417 06682 71930']

/** `organisation`: null for people whom the provider signs in for somebody else. */
export const fakeVerified = (name: string, organisation: string | null = 'Aldermere'): CredentialVerdict => ({
  status: 'verified',
  personKey: `key of ${name}`,
  issuer: 'https://login.aldermere.example',
  organisation: organisation ?? undefined,
  name,
  email: `${name.split(' ')[0]?.normalize('NFKD').replaceAll(/\P{L}/gu, '').toLowerCase()}@aldermere.example`,
})

export const fakeGuest = (name: string): CredentialVerdict => ({ status: 'guest', name })

const usualVerdict = ({ name, standing }: Participant): CredentialVerdict =>
  standing === 'guest' || standing === 'anonymous'
    ? fakeGuest(name)
    : standing === 'member'
      ? fakeVerified(name)
      : { status: 'failed', reason: 'issuer' }

export const fakeEncryption = (
  { status = 'protected', verdicts = {}, unseated = [], changes = [], isPostQuantum = true, unseen = false }: FakeEncryption,
  participants: readonly Participant[],
  now: number,
): EncryptionState => {
  const fingerprintOf = (index: number): string => FINGERPRINTS[index % 2] as string
  const seated = participants.flatMap((participant, index): EncryptionMember[] => {
    const verdict = verdicts[index] ?? usualVerdict(participant)
    if (verdict === 'none') return []
    return [
      index === 0
        ? { participantId: participant.id, verdict, isSelf: true }
        : { participantId: participant.id, verdict, isSelf: false, fingerprint: fingerprintOf(index) },
    ]
  })
  const others = unseated.map((verdict, index) => ({ verdict, isSelf: false, fingerprint: fingerprintOf(index) }))
  return {
    status,
    ...(status === 'settling' ? {} : { securityCode: FAKE_SECURITY_CODE, isPostQuantum }),
    members: status === 'settling' ? [] : [...seated, ...others],
    changes: changes.map(({ ago, joined = [], left = [], isWeaker = false }, index) => ({
      id: index + 1,
      at: now - ago,
      joined,
      left,
      isWeaker,
    })),
    unseen,
  }
}
