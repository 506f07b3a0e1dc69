// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { writeRulesFile } from '#shared/policies/rules-file.ts'
import { sampleRules } from '#shared/policies/testing/sample-rules.ts'
import { choose, page, press, renderAdmin } from './testing/render-admin.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const open = async (area: string, entry?: string): Promise<void> => {
  const button = within(screen.getByRole('navigation', { name: 'Admin' })).getByRole('button', { name: area })
  await act(async () => void fireEvent.click(button))
  if (entry !== undefined) await press(entry)
}
const names = (): string[] => screen.getAllByRole('rowheader').map(({ textContent }) => textContent ?? '')
const lines = (): string[] => [...document.querySelectorAll('main li, section li')].map(({ textContent }) => textContent ?? '')
const save = async (): Promise<void> => {
  await press('Review and save')
  await press('Save')
}
const meaning = () => within(screen.getByRole('complementary', { name: 'What this means' }))

describe('an editor', () => {
  test('a policy that is made, assigned and saved holds at the service', async () => {
    const { service } = await renderAdmin()
    await open('Meeting policies')
    await press('New policy')
    expect(page()).toBe('New policy')
    await choose('Name', 'Field sales')
    await choose('Who may record: what may be chosen', 'fixed nobody')
    await choose('Who may write in the chat: what it starts as', 'presenters')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find people and groups' }), { target: { value: 'sa' } })
    await press('Add Sales')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find people and groups' }), { target: { value: 'eli' } })
    await press('Add Eli Novak')
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Find people and groups' }))
    await choose('People in one meeting, at most', '20')
    await save()
    await screen.findByText(/^Saved\./)
    expect(service.rules.meetings.policies.at(-1)).toMatchObject({
      name: 'Field sales',
      assignedTo: { people: ['eli'], groups: ['g-sales'] },
      rules: { options: { recording: { fixed: 'nobody' }, chat: { preset: 'presenters' } }, maximumSize: 20 },
    })
  })

  test('an option that is set free leaves no rule behind', async () => {
    const { service } = await renderAdmin()
    await open('Meeting policies', 'Sales')
    await choose('Who may record: what may be chosen', '')
    await save()
    await screen.findByText(/^Saved\./)
    expect(service.rules.meetings.policies[0]?.rules.options).toEqual({ chat: { preset: 'presenters' } })
  })

  test('templates and labels', async () => {
    const { service } = await renderAdmin()
    await open('Templates', 'Interview')
    await choose('Reactions: how it is set', 'hidden')
    await choose('Who may record: how it is set', '')
    await open('Labels', 'Public')
    await choose('Watermark: what is demanded', 'on')
    await open('Labels')
    await choose('Default label', 'l-public')
    await save()
    await screen.findByText(/^Saved\./)
    const { templates, labels } = service.rules
    expect(templates[0]?.options).toMatchObject({ reactions: { mode: 'hidden', value: 'off' } })
    expect(templates[0]?.options).not.toHaveProperty('recording')
    expect(labels).toMatchObject({ default: 'l-public', list: [{ atLeast: { watermark: 'on' } }, {}, {}, {}] })
  })

  test('licences, groups, administrators, the organisation', async () => {
    const { service } = await renderAdmin()
    await open('Licences')
    fireEvent.click(screen.getByRole('radio', { name: 'Premium' }))
    await open('Groups', 'Board')
    await press('Remove Bo Lindqvist')
    fireEvent.change(screen.getByLabelText('Value of the claim for groups', { selector: 'input' }), {
      target: { value: 'directors' },
    })
    await press('Add')
    await open('Administrators')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find another administrator' }), {
      target: { value: 'bo' },
    })
    await press('Add Bo Lindqvist')
    await choose('Role of Bo Lindqvist', 'complianceOfficer')
    await open('Recordings')
    await choose('Recordings are kept for', 'forever')
    await choose('Trash', 'off')
    await open('Organisation')
    await choose('Default language', 'de')
    await save()
    await screen.findByText(/^Saved\./)
    expect(service.rules).toMatchObject({
      licences: { default: 'premium' },
      administrators: [{ personId: 'ada' }, { personId: 'bo', role: 'complianceOfficer' }],
      settings: { defaultLanguage: 'de' },
      recordings: { trash: 'off', complianceKeptDays: 3_650 },
    })
    expect(service.rules.recordings).not.toHaveProperty('keptDays')
    expect(service.rules.groups[0]).toMatchObject({ members: [], claimValues: ['directors'] })
  })

  test('the default policy is there always; other policies go, with what was assigned to a group that goes', async () => {
    const { service } = await renderAdmin()
    await press('Default policy')
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull()
    fireEvent.click(screen.getByRole('radio', { name: 'Not enabled, but users can enable' }))
    await open('Groups', 'Staff')
    await press('Delete')
    expect(page()).toBe('Groups')
    await save()
    await screen.findByText(/^Saved\./)
    expect(service.rules.encryption.default).toBe('usersCanEnable')
    expect(JSON.stringify(service.rules)).not.toContain('g-staff')
  })
})

describe('lists', () => {
  test('are searched, and what is found is counted', async () => {
    await renderAdmin()
    await open('Labels')
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search in: Labels' }), { target: { value: 'DAILY' } })
    expect(names()).toEqual(['General'])
    expect(screen.getByText('1 found')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search in: Labels' }), { target: { value: 'nothing' } })
    expect(screen.getByText('Nothing fits.')).toBeTruthy()
  })

  test('are put in order by keyboard: the focus stays with the row, which says where it is', async () => {
    const { service } = await renderAdmin()
    expect(names()).toEqual(['Board', 'Staff', 'Default policy'])
    screen.getByRole('button', { name: 'Move Staff up' }).focus()
    await press('Move Staff up')
    expect(names()).toEqual(['Staff', 'Board', 'Default policy'])
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Staff up')
    expect(screen.getByText('Staff is now 1 of 2')).toBeTruthy()
    await press('Move Staff up')
    expect(names()).toEqual(['Staff', 'Board', 'Default policy'])
    await save()
    await screen.findByText(/^Saved\./)
    expect(service.rules.encryption.policies.map(({ id }) => id)).toEqual(['e-staff', 'e-board'])
  })
})

describe('what it means', () => {
  test('is said for a group that it is assigned to, for the draft, with what it was before', async () => {
    await renderAdmin()
    await open('Meeting policies', 'Sales')
    expect(meaning().getByLabelText<HTMLSelectElement>('For').selectedOptions[0]?.textContent).toBe(
      'Somebody in the group “Sales”',
    )
    expect(meaning().getByText('Set by the policy “Sales”')).toBeTruthy()
    await choose('Who may record: what may be chosen', 'fixed organisers')
    expect(meaning().getByText('Changed. Before: Nobody')).toBeTruthy()
    await choose('With the label', 'l-confidential')
    expect(meaning().getByText(/^Narrowed by the label “Confidential”/)).toBeTruthy()
  })

  test('is said for a person, by their own groups and those that are claimed', async () => {
    await renderAdmin()
    await open('Meeting policies', 'Sales')
    fireEvent.change(meaning().getByRole('searchbox', { name: 'Find a person' }), { target: { value: 'dara' } })
    await press('Add Dara Okafor')
    expect(meaning().getByText('Meeting policy: Sales')).toBeTruthy()
    expect(meaning().getByText('Encryption policy: Staff')).toBeTruthy()
    await choose('For', 'others')
    expect(meaning().getByText('Meeting policy: Default policy')).toBeTruthy()
  })

  test('says which licence is missing, and that a label holds all the same', async () => {
    await renderAdmin()
    await open('Labels', 'Highly confidential')
    expect(meaning().getByText('Licence: Standard')).toBeTruthy()
    expect(meaning().getAllByText('Set by the label “Highly confidential”').length).toBeGreaterThan(2)
    await choose('Watermark: what is demanded', '')
    expect(meaning().getByText('Needs the Premium licence')).toBeTruthy()
  })
})

describe('reviewing and saving', () => {
  test('says what changes, in words, and can be put back', async () => {
    const { service } = await renderAdmin()
    await open('Meeting policies', 'Sales')
    await choose('People in one meeting, at most', '20')
    await open('Organisation')
    await choose('Default language', 'de')
    expect(screen.getByText('Unsaved changes: Meeting policies and Organisation')).toBeTruthy()
    await press('Review and save')
    expect(lines()).toEqual([
      'Sales: People in one meeting, at most: 20 (before: 50)',
      'Default language: Deutsch (before: English)',
    ])
    await press('Discard changes')
    expect(screen.getByText('Nothing is different.')).toBeTruthy()
    expect(service.revision).toBe(1)
  })

  test('what can’t be saved says so, and leads to where it is put right', async () => {
    const { service } = await renderAdmin()
    await open('Groups', 'Staff')
    await choose('Name', 'board')
    expect(screen.getByText('Another one has this name already.')).toBeTruthy()
    await press('Review and save')
    await press('Save')
    expect(service.revision).toBe(1)
    await press('board: Another one has this name already.')
    expect(page()).toBe('board')
  })

  test('a second factor that is too old is asked for, and then it goes on by itself', async () => {
    const { service, confirm } = await renderAdmin()
    service.stale = true
    await open('Organisation')
    await choose('Default language', 'de')
    await save()
    await screen.findByRole('alertdialog', { name: 'Confirm that it is you' })
    await press('Continue in your browser')
    await screen.findByText(/^Saved\./)
    expect(confirm).toHaveBeenCalledTimes(1)
    expect(service.rules.settings.defaultLanguage).toBe('de')
  })

  test('a refusal is told with the section that it is about', async () => {
    const { service } = await renderAdmin()
    service.refusal = new ParleyError('FORBIDDEN', 'licences')
    await open('Organisation')
    await choose('Default language', 'de')
    await save()
    await screen.findByText('Code FORBIDDEN')
    expect(screen.getByText('It is about: Licences.')).toBeTruthy()
    expect(lines()).toEqual(['Default language: Deutsch (before: English)'])
  })
})

describe('when somebody else saved first', () => {
  test('both changes are shown, one chooses where both changed the same, and nothing is lost', async () => {
    const { service } = await renderAdmin()
    await open('Meeting policies', 'Sales')
    await choose('People in one meeting, at most', '20')
    await open('Organisation')
    await choose('Default language', 'de')
    service.saveAsSomebodyElse({
      ...service.rules,
      templates: [],
      settings: { ...service.rules.settings, trusts: ['aldermere'] },
    })
    await save()
    await waitFor(() => expect(page()).toBe('Somebody else saved first'))
    expect(screen.getByText(/^Bo Lindqvist saved on/)).toBeTruthy()
    expect(lines()).toEqual([
      'Interview: Deleted',
      'Sales: People in one meeting, at most: 20 (before: 50)',
      'Default language: Deutsch (before: English)',
      'Trusted: aldermere',
    ])
    await press('Go on to review')
    expect(screen.getByText('Choose one of them.')).toBeTruthy()
    fireEvent.click(screen.getByRole('radio', { name: 'Mine' }))
    await press('Go on to review')
    expect(page()).toBe('Review changes')
    await press('Save')
    await screen.findByText(/^Saved\./)
    expect(service.rules).toMatchObject({ templates: [], settings: { defaultLanguage: 'de', trusts: [] } })
    expect(service.rules.meetings.policies[0]?.rules.maximumSize).toBe(20)
  })
})

describe('roles', () => {
  test.each<{ role: AdminRole; area: string; words: RegExp }>([
    {
      role: 'reader',
      area: 'Labels',
      words: /Only global administrators, meeting administrators,? and compliance officers can change it/,
    },
    { role: 'meetingAdministrator', area: 'Licences', words: /Only global administrators can change it/ },
  ])('$role reads $area, and is told why', async ({ role, area, words }) => {
    await renderAdmin({ role })
    await open(area)
    expect(screen.getByText(words)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^(New|Delete|Remove|Move)/ })).toBeNull()
  })

  test('what a reader opens can be read, and nothing in it changed', async () => {
    await renderAdmin({ role: 'reader' })
    await open('Meeting policies', 'Sales')
    expect(screen.getByLabelText<HTMLInputElement>('Name').readOnly).toBe(true)
    expect(screen.getByText('Always “Nobody”')).toBeTruthy()
    expect(screen.queryByLabelText('Who may record: what may be chosen')).toBeNull()
    expect(screen.queryByRole('searchbox', { name: 'Find people and groups' })).toBeNull()
    await open('Import and export')
    expect(screen.getByText('Your role may not change any rules.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Download the rules' })).toBeNull()
  })

  test('reports are for whoever may read them', async () => {
    const report = {
      id: 'r',
      at: 0,
      meeting: { id: 'm', title: 'Planning' },
      reporter: { personId: 'chen', name: 'Chen Wei' },
      author: { personId: 'x', name: 'Robin Vance' },
      text: 'Something hurtful',
    }
    await renderAdmin({ reports: [report] })
    await open('Reports')
    expect(await screen.findByText('Something hurtful')).toBeTruthy()
    cleanup()
    await renderAdmin({ role: 'meetingAdministrator', reports: [report] })
    await open('Reports')
    expect(screen.getByText('This is for global administrators and compliance officers.')).toBeTruthy()
    expect(screen.queryByText('Something hurtful')).toBeNull()
  })
})

describe('what was saved before', () => {
  test('is listed and told, and the last change is undone', async () => {
    const before = sampleRules()
    const { service } = await renderAdmin({ before: [before, before], rules: { ...sampleRules(), templates: [] } })
    await open('Changes')
    await press('Change 2')
    await screen.findByText('Deleted')
    await press('Undo this change')
    await screen.findByText(/^The last change is undone/)
    expect(service.rules.templates).toHaveLength(1)
    await open('Changes')
    expect(await screen.findByText('Templates (undone)')).toBeTruthy()
    await press('Change 1')
    await screen.findByText('Nothing is different.')
    expect(screen.queryByRole('button', { name: 'Undo this change' })).toBeNull()
  })
})

describe('files', () => {
  const give = async (text: string): Promise<void> => {
    const input = screen.getByLabelText('Choose a file', { selector: 'input' })
    const file = new File([text], 'rules.json', { type: 'application/json' })
    await act(async () => void fireEvent.change(input, { target: { files: [file] } }))
  }

  test('what is wrong with one is told with its place, and nothing is changed', async () => {
    const { service } = await renderAdmin()
    await open('Import and export')
    await give(
      JSON.stringify({
        format: 'parley.rules',
        version: 1,
        rules: { ...sampleRules(), labels: { list: [{ id: 'x' }] }, color: 1 },
      }),
    )
    await screen.findByText(/^rules\.json can’t be imported/)
    expect(names()).toContain('rules.labels.list[0].name')
    expect(service.revision).toBe(1)
    await give('{ not json')
    expect(await screen.findByText(/1 problem\. Nothing is changed\./)).toBeTruthy()
  })

  test('what one would change is shown before it is imported', async () => {
    const { service } = await renderAdmin()
    await open('Import and export')
    await give(writeRulesFile({ ...sampleRules(), templates: [] }))
    await screen.findByText('What rules.json would change')
    expect(lines()).toEqual(['Interview: Deleted'])
    await press('Import')
    await screen.findByText(/^Imported\./)
    expect(service.rules.templates).toEqual([])
  })

  test('somebody else saves meanwhile: it is shown anew, and not saved by accident', async () => {
    const { service } = await renderAdmin()
    await open('Import and export')
    await give(writeRulesFile({ ...sampleRules(), templates: [] }))
    await screen.findByText('What rules.json would change')
    service.saveAsSomebodyElse({ ...service.rules, settings: { defaultLanguage: 'de', trusts: [] } })
    await press('Import')
    await screen.findByText(/^Somebody else saved in the meantime/)
    expect(service.rules.templates).toHaveLength(1)
    expect(lines()).toEqual(['Interview: Deleted', 'Default language: English (before: Deutsch)'])
  })

  test('one that changes what the role may not is not imported', async () => {
    await renderAdmin({ role: 'complianceOfficer' })
    await open('Import and export')
    await give(writeRulesFile({ ...sampleRules(), templates: [] }))
    await screen.findByText('Your role may not change: Templates.')
    expect(screen.getByRole('button', { name: 'Import' }).getAttribute('aria-disabled')).toBe('true')
  })

  test('what is downloaded is what is saved', async () => {
    const parts: Blob[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: Blob) => parts.push(blob) && 'blob:x', revokeObjectURL: () => undefined }),
    )
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    await renderAdmin()
    await open('Import and export')
    await press('Download the rules')
    expect(clicked).toHaveBeenCalledTimes(1)
    expect(await parts[0]?.text()).toBe(writeRulesFile(sampleRules()))
  })
})
