import { describe, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { AdminVisit, type Confirmed } from './admin-visit.ts'
import { FakeAdminService } from './testing/fake-admin-service.ts'

const confirmed: Confirmed = (call) => call()

const german = (rules: OrganisationRules): OrganisationRules => ({
  ...rules,
  settings: { ...rules.settings, defaultLanguage: 'de' },
})
const trusting = (rules: OrganisationRules): OrganisationRules => ({
  ...rules,
  settings: { ...rules.settings, trusts: ['aldermere'] },
})
const noTemplates = (rules: OrganisationRules): OrganisationRules => ({ ...rules, templates: [] })

const start = async () => {
  const service = new FakeAdminService({ rules: sampleRules() })
  const visit = new AdminVisit(service.client)
  await visit.learnRole()
  await visit.load()
  return { service, visit, state: () => visit.store.getState() }
}

test('nobody is an administrator whom the service does not call one', async () => {
  const without = new AdminVisit(new FakeAdminService({ rules: sampleRules(), role: undefined }).client)
  expect(without.store.getState().role).toBe('unknown')
  await without.learnRole()
  expect(without.store.getState().role).toBe('none')
  const silent = new FakeAdminService({ rules: sampleRules() })
  silent.client.me = () => Promise.reject(new ParleyError('SERVICE_UNREACHABLE'))
  const unknown = new AdminVisit(silent.client)
  await unknown.learnRole()
  expect(unknown.store.getState().role).toBe('unknown')
})

describe('saving', () => {
  test('what was edited is what is saved, as the next revision', async () => {
    const { service, visit, state } = await start()
    visit.edit(german)
    expect(state().saved?.rules.settings.defaultLanguage).toBe('en')
    await visit.save(confirmed)
    expect(service.rules.settings.defaultLanguage).toBe('de')
    expect(state()).toMatchObject({ outcome: 'saved', saving: false, refusal: undefined, saved: { revision: 2 } })
  })

  test('what is refused says why, and stays in the draft', async () => {
    const { service, visit, state } = await start()
    service.refusal = new ParleyError('LAST_ADMINISTRATOR')
    visit.edit(german)
    await visit.save(confirmed)
    expect(state().refusal).toEqual({ code: 'LAST_ADMINISTRATOR', detail: undefined })
    expect(state().draft?.settings.defaultLanguage).toBe('de')
  })

  test('it waits for the second factor, and goes on by itself; whoever gives none has saved nothing', async () => {
    const { service, visit, state } = await start()
    service.stale = true
    visit.edit(german)
    const confirm: Confirmed = (call) =>
      call().catch(() => {
        service.stale = false
        return call()
      })
    await visit.save(() => Promise.reject(new ParleyError('SIGN_IN_CANCELLED')))
    expect(state()).toMatchObject({ outcome: undefined, refusal: undefined })
    expect(service.revision).toBe(1)
    await visit.save(confirm)
    expect(service.rules.settings.defaultLanguage).toBe('de')
  })
})

describe('when somebody else saved first', () => {
  test('what they did not touch stays in the draft, and can be saved at once', async () => {
    const { service, visit, state } = await start()
    visit.edit(noTemplates)
    service.saveAsSomebodyElse(german(service.rules))
    await visit.save(confirmed)
    expect(state().conflict).toMatchObject({ disputed: [] })
    expect(service.rules.templates).not.toEqual([])
    visit.settle({})
    expect(state()).toMatchObject({ conflict: undefined, place: { at: 'review' }, saved: { revision: 2 } })
    await visit.save(confirmed)
    expect(service.rules).toMatchObject({ templates: [], settings: { defaultLanguage: 'de' } })
  })

  test.each([
    { choice: 'mine', settings: { defaultLanguage: 'en', trusts: ['aldermere'] } },
    { choice: 'theirs', settings: { defaultLanguage: 'de', trusts: [] } },
  ] as const)('of what both changed, $choice holds where that was chosen', async ({ choice, settings }) => {
    const { service, visit, state } = await start()
    visit.edit(trusting)
    service.saveAsSomebodyElse(german(service.rules))
    await visit.save(confirmed)
    expect(state().conflict?.disputed).toEqual(['settings'])
    visit.settle({ settings: choice })
    expect(state().draft?.settings).toEqual(settings)
  })

  test('and again while one looked, it is brought together once more', async () => {
    const { service, visit, state } = await start()
    visit.edit(noTemplates)
    service.saveAsSomebodyElse(german(service.rules))
    await visit.save(confirmed)
    visit.settle({})
    service.saveAsSomebodyElse({ ...service.rules, groups: [...service.rules.groups] })
    await visit.save(confirmed)
    expect(state().conflict?.saved.revision).toBe(3)
    visit.settle({})
    await visit.save(confirmed)
    expect(service.rules.templates).toEqual([])
    expect(service.revision).toBe(4)
  })

  test('coming back with a draft finds out before saving; without one the newer rules are shown', async () => {
    const { service, visit, state } = await start()
    service.saveAsSomebodyElse(german(service.rules))
    await visit.load()
    expect(state()).toMatchObject({ conflict: undefined, draft: { settings: { defaultLanguage: 'de' } } })
    visit.edit(noTemplates)
    await visit.load()
    expect(state().conflict).toBeUndefined()
    service.saveAsSomebodyElse(trusting(service.rules))
    await visit.load()
    expect(state().conflict?.theirs.settings.trusts).toEqual(['aldermere'])
  })
})

test('undoing brings back what was before, and leaves unsaved changes alone', async () => {
  const { service, visit, state } = await start()
  visit.edit(german)
  await visit.save(confirmed)
  visit.edit(noTemplates)
  await visit.undo(confirmed)
  expect(service.rules.settings.defaultLanguage).toBe('en')
  expect(state()).toMatchObject({ outcome: 'undone', conflict: { disputed: [] } })
  visit.settle({})
  expect(state().draft).toMatchObject({ templates: [], settings: { defaultLanguage: 'en' } })
})

test('a file that is older than the rules is not saved over them', async () => {
  const { service, visit, state } = await start()
  service.saveAsSomebodyElse(german(service.rules))
  expect(await visit.saveImported(noTemplates(sampleRules()), confirmed)).toBe(false)
  expect(state()).toMatchObject({ saved: { revision: 2 }, conflict: undefined })
  expect(await visit.saveImported(noTemplates(sampleRules()), confirmed)).toBe(true)
  expect(service.rules.templates).toEqual([])
})

test('people are looked up once, some hundred at a time', async () => {
  const { service, visit, state } = await start()
  const ids = Array.from({ length: 450 }, (_, at) => `p-${at}`)
  await visit.learn(ids)
  await visit.learn(['p-7', 'ada'])
  expect(service.lookups.map(({ length }) => length)).toEqual([200, 200, 50, 1])
  expect(state().people.get('ada')?.name).toBe('Ada Moreau')
})
