import { assert, boolean, constantFrom, property, record } from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DEFAULT_RECORDING_RULES, DOWNLOAD_RULES, type RecordingRules, SHARING_RULES } from '../policies/recording-rules.ts'
import {
  allowedTo,
  denialOf,
  RECORDING_ACTIONS,
  type RecordingAction,
  type RecordingStanding,
  type Viewer,
} from './permissions.ts'

const stranger: Viewer = {
  kind: 'member',
  organiser: false,
  participant: false,
  invited: false,
  sharedWith: false,
  complianceOfficer: false,
}
const organiser = { ...stranger, organiser: true }
const participant = { ...stranger, participant: true }
const invited = { ...stranger, invited: true }
const sharedWith = { ...stranger, sharedWith: true }
const officer = { ...stranger, complianceOfficer: true }
const guest: Viewer = { ...participant, kind: 'guest' }

const kept: RecordingStanding = { compliance: false, phase: 'kept', held: false }
const compliance = { ...kept, compliance: true }
const trash: RecordingStanding = { ...kept, phase: 'trash' }
const running: RecordingStanding = { ...kept, phase: 'running' }

const rules = (change: Partial<RecordingRules> = {}): RecordingRules => ({ ...DEFAULT_RECORDING_RULES, ...change })

const VIEW = ['see', 'watch', 'download']
const OWNER = ['share', 'withdraw', 'seeViews', 'setExpiry', 'delete']

test.each<[string, Viewer, RecordingStanding, RecordingRules, string[]]>([
  ['whoever was not there', stranger, kept, rules(), []],
  ['a participant', participant, kept, rules(), VIEW],
  ['somebody who was invited', invited, kept, rules(), VIEW],
  ['somebody it was shared with', sharedWith, kept, rules(), VIEW],
  ['them, where nothing may be shared any more', sharedWith, kept, rules({ sharing: 'nobody' }), []],
  ['the organiser', organiser, kept, rules(), [...VIEW, ...OWNER]],
  [
    'the organiser, where nothing may be shared',
    organiser,
    kept,
    rules({ sharing: 'nobody' }),
    [...VIEW, 'withdraw', 'seeViews', 'setExpiry', 'delete'],
  ],
  [
    'the organiser, where the rules say how long',
    organiser,
    kept,
    rules({ organiserSetsExpiry: 'off' }),
    [...VIEW, 'share', 'withdraw', 'seeViews', 'delete'],
  ],
  ['a participant, where only organisers download', participant, kept, rules({ downloads: 'organiser' }), ['see', 'watch']],
  ['the organiser, where only organisers download', organiser, kept, rules({ downloads: 'organiser' }), [...VIEW, ...OWNER]],
  ['the organiser, where nobody downloads', organiser, kept, rules({ downloads: 'nobody' }), ['see', 'watch', ...OWNER]],
  ['a guest who was there', guest, kept, rules(), []],
  ['a guest who was there, where guests may', guest, kept, rules({ guests: 'on' }), ['see', 'watch']],
  ['a guest who was not there, where guests may', { ...stranger, kind: 'guest' }, kept, rules({ guests: 'on' }), []],
  ['a participant, while it runs', participant, running, rules(), ['see']],
  ['the organiser, while it runs', organiser, running, rules(), ['see', 'withdraw', 'seeViews']],
  ['a participant, of what is in the trash', participant, trash, rules(), []],
  ['the organiser, of what is in the trash', organiser, trash, rules(), ['see', 'withdraw', 'seeViews', 'delete', 'restore']],
  [
    'the organiser, of what is held',
    organiser,
    { ...kept, held: true },
    rules(),
    [...VIEW, 'share', 'withdraw', 'seeViews', 'setExpiry'],
  ],
  ['a compliance officer, who was not there', officer, kept, rules(), ['see', 'hold']],
  ['a compliance officer, who was there', { ...officer, participant: true }, kept, rules(), [...VIEW, 'hold']],
  [
    'a compliance officer, of a compliance recording',
    officer,
    compliance,
    rules({ downloads: 'nobody', organiserSetsExpiry: 'off' }),
    [...VIEW, 'seeViews', 'setExpiry', 'delete', 'hold'],
  ],
  ['a compliance officer, of what is in the trash', officer, trash, rules(), ['see', 'hold']],
  ['the organiser, of a compliance recording', organiser, compliance, rules(), []],
  ['a participant, of a compliance recording', participant, compliance, rules(), []],
  ['the organiser, of what is deleted', organiser, { ...kept, phase: 'deleted' }, rules(), []],
  ['a compliance officer, of what is deleted', officer, { ...compliance, phase: 'deleted' }, rules(), []],
])('%s may do this alone', (_, viewer, recording, given, allowed) => {
  expect(allowedTo(viewer, recording, given)).toEqual(RECORDING_ACTIONS.filter((action) => allowed.includes(action)))
})

const anyViewer = record<Viewer>({
  kind: constantFrom('member', 'guest'),
  organiser: boolean(),
  participant: boolean(),
  invited: boolean(),
  sharedWith: boolean(),
  complianceOfficer: boolean(),
})
const anyRecording = record<RecordingStanding>({
  compliance: boolean(),
  phase: constantFrom('running', 'kept', 'trash', 'deleted'),
  held: boolean(),
})
const anyRules = record<RecordingRules>({
  organiserSetsExpiry: constantFrom('on', 'off'),
  sharing: constantFrom(...SHARING_RULES),
  downloads: constantFrom(...DOWNLOAD_RULES),
  guests: constantFrom('on', 'off'),
  trash: constantFrom('on', 'off'),
})

const always = (
  holds: (
    viewer: Viewer,
    recording: RecordingStanding,
    given: RecordingRules,
    may: (action: RecordingAction) => boolean,
  ) => boolean,
) =>
  assert(
    property(anyViewer, anyRecording, anyRules, (viewer, recording, given) =>
      holds(viewer, recording, given, (action) => denialOf(action, viewer, recording, given) === undefined),
    ),
    { numRuns: 2_000 },
  )

describe('whatever the rules, the recording and the person', () => {
  it('nobody without any tie to it may anything', () =>
    always((viewer, recording, given) => {
      const tied = viewer.organiser || viewer.participant || viewer.invited || viewer.sharedWith || viewer.complianceOfficer
      return tied || allowedTo(viewer, recording, given).length === 0
    }))
  it('whoever may do something may see that it is there', () =>
    always((viewer, recording, given, may) => may('see') || allowedTo(viewer, recording, given).length === 0))
  it('whoever may download may watch', () => always((_viewer, _recording, _given, may) => may('watch') || !may('download')))
  it('a compliance recording is for compliance officers alone', () =>
    always((viewer, recording, given) => {
      const officer = viewer.kind === 'member' && viewer.complianceOfficer
      return !recording.compliance || officer || allowedTo(viewer, recording, given).length === 0
    }))
  it('an office alone opens no recording of others', () =>
    always((viewer, recording, _given, may) => {
      const tied = viewer.organiser || viewer.participant || viewer.invited || viewer.sharedWith
      return recording.compliance || tied || !may('watch')
    }))
  it('what is held is not deleted', () => always((_viewer, recording, _given, may) => !recording.held || !may('delete')))
  it('what runs, is thrown away or deleted is not watched', () =>
    always((_viewer, recording, _given, may) => recording.phase === 'kept' || !may('watch')))
  it('of what is deleted nobody may anything', () =>
    always((viewer, recording, given) => recording.phase !== 'deleted' || allowedTo(viewer, recording, given).length === 0))
  it('guests watch where they were, and nothing else', () =>
    always((viewer, recording, given) => {
      const allowed = allowedTo(viewer, recording, given)
      return viewer.kind === 'member' || allowed.every((action) => viewer.participant && (action === 'see' || action === 'watch'))
    }))
})
