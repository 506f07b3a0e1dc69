/** What is done is recorded with it, and what becomes of it where that fails. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LogCapture } from '../testing/log-capture.ts'
import { anonymous, DESKTOP, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'
import type { MeetingAct } from './acts.ts'

let harness: MeetingHarness
let recorded: MeetingAct[]
/** Acts that can't be recorded. */
let failing: Set<MeetingAct['did']>
const capture = new LogCapture()

beforeEach(async () => {
  recorded = []
  failing = new Set()
  capture.clear()
  harness = await MeetingHarness.create({
    log: capture.log,
    recordAct: async (transaction, act) => {
      if (failing.has(act.did)) throw new Error('the disk is full')
      // In the transaction that does it: what it has written is seen by nobody else yet.
      await transaction.selectFrom('meetings').select('id').where('id', '=', act.meeting.id).executeTakeFirstOrThrow()
      recorded.push(act)
    },
  })
})
afterEach(() => harness.close())

const did = () => recorded.map((act) => ('people' in act ? `${act.by} ${act.did} ${act.people.join()}` : `${act.by} ${act.did}`))

test('a meeting that can’t be recorded is not made, nor cancelled', async () => {
  failing.add('create').add('cancel')
  await expect(harness.meetings.create(member('ada'), { title: 'Secret' })).rejects.toThrow('the disk is full')
  await expect(harness.meetings.cancel(member('ada'), harness.code)).rejects.toThrow('the disk is full')
  expect((await harness.meetings.list(member('ada'))).map(({ title }) => title)).toEqual(['Weekly'])
})

test('who is let in is recorded first; where that fails nobody is let in, and can be later', async () => {
  const ada = await harness.join(member('ada'))
  const gus = await harness.join(anonymous('gus'))
  const { admission } = ada.meeting
  failing.add('admit')
  await expect(admission.admitAll(ada.presence)).rejects.toThrow('the disk is full')
  await settled()
  expect(gus.place).toBe('lobby')
  expect(did()).toEqual(['ada create'])
  failing.clear()
  await admission.admit(ada.presence, [gus.waitingId])
  expect(did()).toEqual(['ada create', 'ada admit gus'])
  await settled()
  expect(gus.place).toBe('meeting')
})

test('who is let in twice at once is recorded once', async () => {
  const ada = await harness.join(member('ada'))
  const gus = await harness.join(anonymous('gus'))
  const { admission } = ada.meeting
  await Promise.all([admission.admitAll(ada.presence), admission.admit(ada.presence, [gus.waitingId])])
  await settled()
  expect([gus.place, did()]).toEqual(['meeting', ['ada create', 'ada admit gus']])
})

test('whoever leaves while it is written is not taken in', async () => {
  const ada = await harness.join(member('ada'))
  const gus = await harness.join(anonymous('gus'))
  const admitted = ada.meeting.admission.admitAll(ada.presence)
  if (gus.visit !== undefined) gus.meeting.leave(gus.visit, 'left')
  await admitted
  await settled()
  expect(ada.meeting.present).toBe(1)
})

test('a removal holds, over a restart too, even where it can’t be recorded: that is in the service’s log', async () => {
  const ada = await harness.join(member('ada'))
  const bo = await harness.join(member('bo'))
  failing.add('remove')
  ada.meeting.moderation.remove(ada.presence, bo.id)
  expect(bo.sink.ended).toBe('removed')
  await settled()
  await expect.poll(() => capture.text).toContain('what was done in a meeting is not in the audit log')
  expect(did()).toEqual(['ada create'])
  await harness.restart()
  await expect(harness.join(member('bo'))).rejects.toThrow('REMOVED')
})

test('what is done in a meeting is recorded once each', async () => {
  const ada = await harness.join(member('ada'))
  const bo = await harness.join(member('bo'))
  const { moderation } = ada.meeting
  moderation.setRole(ada.presence, bo.id, 'coOrganiser')
  moderation.setOptions(ada.presence, { lobby: 'everyone', chat: 'nobody' })
  moderation.setLocked(ada.presence, true)
  moderation.setLocked(ada.presence, true)
  moderation.remove(ada.presence, bo.id)
  ada.meeting.endFor(ada.presence)
  await settled()
  await harness.meetings.close('serviceStopping')
  expect(did().toSorted()).toEqual(
    [
      'ada create',
      'ada makeCoOrganiser bo',
      'ada changeOptions',
      'ada lockMeeting ',
      'ada remove bo',
      'ada endMeeting ',
    ].toSorted(),
  )
  const options = recorded.find((act) => act.did === 'changeOptions')
  expect(options).toMatchObject({ before: { chat: 'everyone' }, after: { lobby: 'everyone', chat: 'nobody' } })
})

test('who is refused at the door is recorded, so many times a minute; where that fails they are refused all the same', async () => {
  const ada = await harness.join(member('ada'))
  const mal = await harness.join(anonymous('mal'))
  expect(mal.place).toBe('lobby')
  const { admission } = ada.meeting
  admission.deny(ada.presence, mal.waitingId, true)
  await settled()
  recorded = []
  const knock = () => harness.meetings.enter(anonymous('mal'), harness.code, DESKTOP)
  failing.add('refuse')
  await expect(knock()).rejects.toMatchObject({ code: 'REMOVED' })
  expect(capture.text).toContain('a refusal at the door is not in the audit log')
  failing.clear()
  for (let knocks = 0; knocks < 12; knocks += 1) await expect(knock()).rejects.toMatchObject({ code: 'REMOVED' })
  expect(recorded).toHaveLength(9)
  expect(recorded[0]).toMatchObject({ did: 'refuse', by: 'mal', code: 'REMOVED' })
})
