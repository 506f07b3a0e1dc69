/** Who gets end-to-end encryption: the one answer that the switch, the door and the service go by. */
import type { Platform } from '../contract/common.ts'
import type { EffectiveOption } from '../meeting/effective-options.ts'
import type { MeetingKind } from '../meeting/kinds.ts'
import { LIMITS } from '../meeting/limits.ts'

/** The first version whose desktop client can. */
export const FIRST_ENCRYPTING_VERSION = '0.1.0'

export interface EncryptionQuestion {
  kind: MeetingKind
  /** What rules and organiser have made of the option: policy, licence, template and label are in it. */
  option: Pick<EffectiveOption<'encryption'>, 'value' | 'choices' | 'boundBy'>
  /** Whoever asks, or comes; absent where only the meeting itself is asked about. */
  client: Platform | undefined
  /** In the meeting at once, whoever comes included. */
  people: number
  /** Whoever asks must be recorded, by law or by their organisation's rule. */
  recorded: boolean
  /** The meeting takes place. */
  running: boolean
}

/** Why nobody can choose, and it is on. */
export const FORCED_BY = ['label', 'template', 'policy', 'running'] as const
export type ForcedBy = (typeof FORCED_BY)[number]

export const REFUSED_FOR = [
  /** Webinars and town halls are for more people than can hold a key together. */
  'kind',
  'recorded',
  'browser',
  'virtualDesktop',
  'system',
  'version',
  'full',
  'licence',
  'policy',
  'template',
  'label',
  'running',
] as const
export type RefusedFor = (typeof REFUSED_FOR)[number]

export type EncryptionAnswer =
  | { is: 'offered'; reason: 'choice' }
  | { is: 'forced'; reason: ForcedBy }
  | { is: 'refused'; reason: RefusedFor }

type Version = readonly [number, number, number]

/** Of a version like `1.20.3` or `1.20.3-beta.1`, the three numbers. */
const readVersion = (text: string): Version | undefined => {
  const [, major, minor, patch] = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+].*)?$/.exec(text) ?? []
  return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

/** One that can't be read is not current. */
const isAtLeast = (text: string, oldest: string): boolean => {
  const [version, bound] = [readVersion(text), readVersion(oldest)]
  if (version === undefined || bound === undefined) return false
  const at = version.findIndex((part, index) => part !== bound[index])
  return at === -1 || (version[at] ?? 0) > (bound[at] ?? 0)
}

type ClientRefusal = Extract<RefusedFor, 'browser' | 'virtualDesktop' | 'system' | 'version'>

/** What keeps a client out: it can't hold the keys, or what it decrypts leaves for another computer. */
export const clientRefusal = ({ kind, os, version, virtual }: Platform): ClientRefusal | undefined => {
  if (kind !== 'desktop') return 'browser'
  if (virtual === true) return 'virtualDesktop'
  if (os !== 'windows' && os !== 'macos') return 'system'
  return isAtLeast(version, FIRST_ENCRYPTING_VERSION) ? undefined : 'version'
}

const refused = (reason: RefusedFor): EncryptionAnswer => ({ is: 'refused', reason })

/** By whom somebody's choice is bound, as far as that is told; a meeting's kind and its own encryption bind nothing of it. */
const binding = ({ boundBy }: EncryptionQuestion['option']): 'label' | 'template' | 'policy' | 'licence' =>
  boundBy === undefined || boundBy.source === 'encryption' || boundBy.source === 'kind' ? 'policy' : boundBy.source

export const encryptionFor = ({ kind, option, client, people, recorded, running }: EncryptionQuestion): EncryptionAnswer => {
  if (kind !== 'meeting') return refused('kind')
  if (recorded) return refused('recorded')
  const unfit = client === undefined ? undefined : clientRefusal(client)
  if (unfit !== undefined) return refused(unfit)
  if (people > LIMITS.encryptedParticipants) return refused('full')
  if (running) return option.value === 'on' ? { is: 'forced', reason: 'running' } : refused('running')
  if (!option.choices.includes('on')) return refused(binding(option))
  if (option.choices.includes('off')) return { is: 'offered', reason: 'choice' }
  const by = binding(option)
  // A licence only ever takes away.
  return { is: 'forced', reason: by === 'licence' ? 'policy' : by }
}
