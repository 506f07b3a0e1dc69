/** Recording in memory: what the service would tell and do, for tests and pictures of the screens. */
import type { StoreApi } from 'zustand/vanilla'
import type { ActiveRecording, Consent, MeetingRecording, RecordedState, RecordingAhead } from '#shared/contract/recording.ts'
import { ParleyError } from '#shared/errors.ts'
import type { CallState } from '../call-state.ts'
import { fakeName } from '../fake-people.ts'
import { denialIn, selfIn } from '../moderation/denial-in.ts'
import type { RecordingCalls } from './recording-calls.ts'
import { NOTHING_RECORDED, regularIn } from './recording-state.ts'

/** People are numbered from 0, which is oneself. */
export interface FakeRecording extends Partial<Omit<MeetingRecording, 'active'>> {
  /** What people record, and by whom it was started; nothing where absent. */
  regular?: ActiveRecording['state']
  startedBy?: number
  compliance?: ActiveRecording['state']
  /** What these said to the question, where it is asked: everybody else has agreed. */
  answers?: Record<number, Consent>
  /** These have not seen the notice. */
  untold?: number[]
  /** By the rules of their own organisation this person is recorded always. */
  marked?: boolean
}

const MINUTE = 60_000

export const fakeRecording = (scenario: FakeRecording | undefined, now: number): MeetingRecording => {
  if (scenario === undefined) return NOTHING_RECORDED
  const { regular, startedBy = 1, compliance, consentAsked = false, notice = {}, unavailable } = scenario
  const active: ActiveRecording[] = []
  if (regular !== undefined) {
    const by = { personId: `person-${startedBy}`, name: fakeName(startedBy) }
    active.push({ id: 'recording-1', kind: 'regular', state: regular, startedAt: now - 7 * MINUTE, startedBy: by })
  }
  if (compliance !== undefined) {
    active.push({ id: 'recording-2', kind: 'compliance', state: compliance, startedAt: now - 9 * MINUTE })
  }
  return { active, consentAsked, notice, ...(unavailable === undefined ? {} : { unavailable }) }
}

export const fakeRecordingAhead = (scenario: FakeRecording | undefined, now: number): RecordingAhead => {
  const { active, consentAsked, notice } = fakeRecording(scenario, now)
  return {
    active: active.map(({ startedBy: _who, ...told }) => told),
    marked: scenario?.marked ?? false,
    consentAsked,
    notice,
  }
}

/** Where the person of this number stands with what is recorded. */
export const recordedOf = (scenario: FakeRecording | undefined, index: number): { recorded?: RecordedState } => {
  if (scenario?.regular === undefined && scenario?.compliance === undefined) return {}
  const told = scenario.untold?.includes(index) !== true
  const asked = scenario.consentAsked === true && scenario.regular !== undefined
  return { recorded: { told, ...(asked ? { consent: scenario.answers?.[index] ?? 'agreed' } : {}) } }
}

export const fakeRecordingCalls = (store: StoreApi<CallState>, now: () => number): RecordingCalls => {
  let lastId = 0

  const require = (): void => {
    const state = store.getState()
    if (state.phase !== 'joined') throw new ParleyError('WRONG_STATE')
    const denial = denialIn(state, 'record')
    if (denial !== undefined) throw new ParleyError('FORBIDDEN', denial)
  }

  const begin = (): void => {
    const { recording, participants } = store.getState()
    const self = selfIn(store.getState())
    if (recording.unavailable !== undefined) throw new ParleyError('RECORDING_UNAVAILABLE', recording.unavailable)
    if (self === undefined || regularIn(store.getState()) !== undefined) return
    const regular: ActiveRecording = {
      ...{ id: `fake-recording-${++lastId}`, kind: 'regular', state: 'running', startedAt: now() },
      startedBy: { personId: self.personId, name: self.name },
    }
    const asked = recording.consentAsked ? { consent: 'asked' as const } : {}
    store.setState({
      recording: { ...recording, active: [...recording.active, regular] },
      participants: participants.map((each) => ({ ...each, recorded: { told: each !== self, ...asked } })),
    })
  }

  const become = (state: ActiveRecording['state']): void => {
    require()
    if (regularIn(store.getState()) === undefined) throw new ParleyError('WRONG_STATE')
    store.setState(({ recording }) => ({
      recording: { ...recording, active: recording.active.map((each) => (each.kind === 'regular' ? { ...each, state } : each)) },
    }))
  }

  return {
    startRecording: async () => {
      require()
      begin()
    },
    pauseRecording: async () => become('paused'),
    resumeRecording: async () => become('running'),
    stopRecording: async () => {
      require()
      store.setState(({ recording, participants }) => {
        const active = recording.active.filter(({ kind }) => kind !== 'regular')
        const without = participants.map(({ recorded: _over, ...each }) => each)
        const left = participants.map((each) => ({ ...each, recorded: { told: each.recorded?.told ?? true } }))
        return { recording: { ...recording, active }, participants: active.length === 0 ? without : left }
      })
    },
    consentToRecording: async ({ agrees }) => {
      store.setState(({ participants, selfId }) => ({
        participants: participants.map((each) =>
          each.id === selfId ? { ...each, recorded: { told: true, consent: agrees ? 'agreed' : 'refused' } } : each,
        ),
      }))
    },
  }
}
