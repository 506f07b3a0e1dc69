/** Templates and labels: what a meeting is made with, and how it comes by another label. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { AuditLog } from '../audit/audit-log.ts'
import { ServiceSecret } from '../identity/service-secret.ts'
import { auditedLabels } from '../policies/audited.ts'
import { Rulebook } from '../policies/rulebook.ts'
import { openDatabase } from '../storage/database.ts'
import { anonymous, DESKTOP, external, MeetingHarness, member } from '../testing/meeting-harness.ts'
import { Organising } from './organising.ts'

let harness: MeetingHarness
let rulebook: Rulebook
let organising: Organising
let revision: number

const rule = (rules: OrganisationRules): void => {
  revision += 1
  rulebook.replace('northwind', { revision, rules, savedAt: 0, savedBy: undefined })
}

beforeEach(async () => {
  const database = await openDatabase(':memory:')
  rulebook = await Rulebook.load(database)
  await database.destroy()
  revision = 0
  harness = await MeetingHarness.create({ rulebook })
  rulebook.events.on('changed', (tenant, organiserId) => harness.meetings.rulesChanged(tenant, organiserId))
  organising = new Organising({
    meetings: harness.meetings,
    webOrigin: () => 'https://meet.example.org',
    endInvited: async () => undefined,
    ...auditedLabels(new AuditLog({ secret: ServiceSecret.random() })),
  })
  rule(sampleRules())
})
afterEach(() => harness.close())

// Ada has the premium licence, Chen has not.
const [ada, chen] = [member('ada'), member('chen')]
const audited = () => harness.database.selectFrom('audit_records').select(['act', 'detail', 'subject_kind']).execute()

describe('a meeting is made', () => {
  test('with the default label, and of the template’s kind', async () => {
    rule({ ...sampleRules(), templates: sampleRules().templates.map((each) => ({ ...each, kind: 'webinar' })) })
    expect(await harness.meetings.create(ada, { title: 'Weekly' })).toMatchObject({
      kind: 'meeting',
      label: { id: 'l-general', name: 'General' },
      template: undefined,
    })
    const meeting = await harness.meetings.create(ada, { title: 'x', templateId: 't-interview', labelId: 'l-public' })
    expect(meeting).toMatchObject({
      kind: 'webinar',
      label: { id: 'l-public', name: 'Public' },
      template: { id: 't-interview', name: 'Interview' },
    })
    expect(await harness.meetings.get(ada, meeting.code)).toEqual(meeting)
    rule({ ...sampleRules(), settings: { defaultLanguage: 'de', trusts: [] } })
    expect(await harness.meetings.get(ada, meeting.code)).toMatchObject({ language: 'de' })
    const { lobby, recording, reactions } = await organising.getOptions(ada, meeting.code)
    expect(lobby).toMatchObject({
      value: 'organisers',
      choices: ['organisers'],
      boundBy: { source: 'template', name: 'Interview' },
    })
    expect(recording).toMatchObject({ value: 'nobody', hidden: true })
    expect(reactions).toMatchObject({ value: 'off', choices: ['allowed', 'off'] })
  })

  test.each([
    ['a template that needs a licence', chen, { templateId: 't-interview' }, 'LICENCE_MISSING', 'premium'],
    ['a template that there is none of', ada, { templateId: 'nothing' }, 'NOT_FOUND', 'templateId'],
    ['a label that there is none of', ada, { labelId: 'nothing' }, 'NOT_FOUND', 'labelId'],
    ['a template of another organisation', external('eve'), { templateId: 't-interview' }, 'NOT_FOUND', 'templateId'],
    ['anything by a guest', anonymous('gus'), {}, 'FORBIDDEN', 'guests make no meetings'],
  ])('not with %s', async (_what, who, made, code, detail) => {
    await expect(harness.meetings.create(who, { title: 'x', ...made })).rejects.toMatchObject({ code, detail })
    expect(await harness.meetings.list(who).catch(() => [])).not.toContainEqual(expect.objectContaining({ title: 'x' }))
  })

  test('with what one has the licence for', () => {
    expect(harness.meetings.choices(ada)).toMatchObject({ templatesNeed: undefined, defaultLabel: 'l-general' })
    expect(harness.meetings.choices(chen)).toMatchObject({ templatesNeed: 'premium', templates: [{ id: 't-interview' }] })
    expect(harness.meetings.choices(external('eve'))).toEqual({ templates: [], labels: [] })
    expect(() => harness.meetings.choices(anonymous('gus'))).toThrow('FORBIDDEN')
  })
})

describe('a label', () => {
  test('demands what neither policy nor licence has', async () => {
    const { code } = await harness.meetings.create(chen, { title: 'x', labelId: 'l-confidential' })
    const { watermark } = await organising.getOptions(chen, code)
    expect(watermark).toMatchObject({ value: 'on', choices: ['on'], boundBy: { source: 'label', name: 'Confidential' } })
  })

  test('that demands encryption has the meeting encrypted', async () => {
    const { code } = await harness.meetings.create(chen, { title: 'x', labelId: 'l-highly-confidential' })
    const { meeting, release } = await harness.meetings.enter(chen, code, DESKTOP)
    expect(meeting.scene.values.encryption).toBe('on')
    release()
  })

  const start = async () => (await harness.meetings.create(ada, { title: 'x', labelId: 'l-confidential' })).code

  test('becomes stricter at once, and less strict for a reason that is logged', async () => {
    const code = await start()
    expect(await organising.setLabel(ada, code, { labelId: 'l-highly-confidential' })).toMatchObject({
      label: { name: 'Highly confidential' },
    })
    const lower = { labelId: 'l-public' }
    await expect(organising.setLabel(ada, code, lower)).rejects.toMatchObject({ code: 'JUSTIFICATION_MISSING' })
    expect((await harness.meetings.get(ada, code)).label).toMatchObject({ id: 'l-highly-confidential' })
    await organising.setLabel(ada, code, { ...lower, justification: 'It is in the papers.' })
    const { record } = await harness.meetings.find(ada, code)
    const log = await harness.meetings.stores.labels.of(record.id)
    expect(log.map(({ by, action, target, detail }) => [by.name, action, target, detail])).toEqual([
      ['ada', 'setLabel', 'Highly confidential', undefined],
      ['ada', 'setLabel', 'Public', 'It is in the papers.'],
    ])
    expect((await audited()).map(({ act, detail, subject_kind }) => [act, JSON.parse(detail), subject_kind])).toEqual([
      ['optionsChanged', { before: 'l-confidential', label: 'l-highly-confidential' }, 'meeting'],
      ['labelLowered', { before: 'l-highly-confidential', label: 'l-public' }, 'meeting'],
    ])
  })

  test('that the meeting has already is no change', async () => {
    const code = await start()
    await organising.setLabel(ada, code, { labelId: 'l-confidential' })
    expect(await audited()).toEqual([])
  })

  test('is not lowered past what somebody else has just made it', async () => {
    const code = await start()
    const outcomes = await Promise.allSettled([
      organising.setLabel(ada, code, { labelId: 'l-highly-confidential' }),
      organising.setLabel(ada, code, { labelId: 'l-confidential' }),
      organising.setLabel(ada, code, { labelId: 'l-highly-confidential' }),
    ])
    expect(outcomes[0]).toMatchObject({ status: 'fulfilled' })
    expect((await harness.meetings.get(ada, code)).label?.id).toBe('l-highly-confidential')
    expect(await audited()).toHaveLength(1)
  })

  test('is the organiser’s to change', async () => {
    const code = await start()
    const label = { labelId: 'l-highly-confidential' }
    await expect(organising.setLabel(chen, code, label)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(organising.setLabel(external('eve'), code, label)).rejects.toMatchObject({ code: 'MEETING_NOT_FOUND' })
    await expect(organising.setLabel(ada, code, { labelId: 'nothing' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('of a meeting that runs is told to all, and holds at once', async () => {
    harness.code = (await harness.meetings.create(ada, { title: 'x', labelId: 'l-public' })).code
    const [organiser, attendee] = [await harness.join(ada), await harness.join(chen)]
    await organising.setLabel(ada, harness.code, { labelId: 'l-confidential' })
    for (const { sink } of [organiser, attendee]) {
      expect(sink.last('labelChanged')).toEqual({ type: 'labelChanged', label: { id: 'l-confidential', name: 'Confidential' } })
      expect(sink.last('optionsChanged')?.options.watermark.value).toBe('on')
    }
    // Who gave it the label knows what they did: that is no change of the organisation's rules.
    expect(organiser.sink.all('ruled')).toEqual([])
    expect(attendee.sink.all('logged')).toEqual([])
    const log = await organiser.meeting.readLog(organiser.presence)
    expect(log).toContainEqual(expect.objectContaining({ action: 'setLabel', target: 'Confidential' }))
    expect(organiser.sink.all('logged').map(({ entry }) => entry)).toContainEqual(log.find(({ action }) => action === 'setLabel'))
    await expect(organising.setLabel(ada, harness.code, { labelId: 'l-highly-confidential' })).rejects.toMatchObject({
      code: 'ENCRYPTION_SETTLED',
    })
  })

  test('that wants encryption ends a meeting that began while it was given', async () => {
    const code = await start()
    harness.code = code
    const attendee = await harness.prepare(ada)
    let joining: Promise<unknown> | undefined
    const slow = new Organising({
      meetings: harness.meetings,
      webOrigin: () => '',
      endInvited: async () => undefined,
      // It is not on record yet, and the meeting did not take place when it was asked for.
      recordLabel: async () => {
        joining = attendee.join().catch(() => undefined)
      },
    })
    await slow.setLabel(ada, code, { labelId: 'l-highly-confidential' })
    await joining
    expect(attendee.visit?.presence).toBeUndefined()
    expect(attendee.meeting.present).toBe(0)
    expect((await harness.meetings.get(ada, code)).label?.id).toBe('l-highly-confidential')
  })

  test('that is there no more binds nothing any more', async () => {
    const code = await start()
    rule({ ...sampleRules(), labels: { list: [] } })
    expect((await harness.meetings.get(ada, code)).label).toBeUndefined()
    expect((await organising.getOptions(ada, code)).watermark.value).toBe('off')
  })
})

describe('rules that change', () => {
  test('tell all what the label is called now, or that there is none', async () => {
    harness.code = (await harness.meetings.create(ada, { title: 'x', labelId: 'l-general' })).code
    const [organiser, attendee] = [await harness.join(ada), await harness.join(chen)]
    const { labels } = sampleRules()
    rule({ ...sampleRules(), licences: { default: 'premium', premium: { people: [], groups: [] } } })
    expect(attendee.sink.all('labelChanged')).toEqual([])
    rule({ ...sampleRules(), labels: { list: labels.list.map((each) => ({ ...each, name: `${each.name} use` })) } })
    for (const { sink } of [organiser, attendee]) {
      expect(sink.last('labelChanged')).toEqual({ type: 'labelChanged', label: { id: 'l-general', name: 'General use' } })
    }
    rule({ ...sampleRules(), labels: { list: [] } })
    for (const { sink } of [organiser, attendee]) expect(sink.last('labelChanged')?.label).toBeUndefined()
    expect(attendee.sink.all('labelChanged')).toHaveLength(2)
  })

  test('reach the meetings of those whom they are about', async () => {
    harness.code = (await harness.meetings.create(chen, { title: 'x' })).code
    const organiser = await harness.join(chen)
    const sales = sampleRules().meetings.policies.map((each) =>
      each.id === 'm-staff'
        ? { ...each, rules: { options: { externals: { fixed: 'off' as const }, chat: { fixed: 'nobody' as const } } } }
        : each,
    )
    rule({ ...sampleRules(), meetings: { ...sampleRules().meetings, policies: sales } })
    expect(organiser.sink.last('ruled')).toEqual({ type: 'ruled', options: ['chat'] })
    expect(organiser.sink.last('optionsChanged')?.options.chat.boundBy).toEqual({ source: 'policy', name: 'Staff' })
  })

  test('so do groups that a sign-in tells of', async () => {
    const eli = member('eli')
    harness.code = (await harness.meetings.create(eli, { title: 'x' })).code
    const organiser = await harness.join(eli)
    rulebook.noteGroups('northwind', 'eli', ['sales'])
    expect(organiser.sink.last('ruled')).toEqual({ type: 'ruled', options: ['chat', 'recording'] })
    expect(organiser.meeting.scene.maximumSize).toBe(50)
    rulebook.noteGroups('northwind', 'eli', [])
    expect(organiser.meeting.scene.values.recording).toBe('presenters')
  })
})
