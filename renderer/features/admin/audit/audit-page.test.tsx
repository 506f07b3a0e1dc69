// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AuditFilter } from '#shared/audit/record.ts'
import { ParleyError } from '#shared/errors.ts'
import type { AdminRole } from '#shared/policies/admin-roles.ts'
import { type AuditScenario, recorded } from '../testing/fake-audit.ts'
import { choose, press, renderAdmin } from '../testing/render-admin.tsx'
import { ADA, auditPeople, ERASED, GUEST, sampleAudit } from '../testing/sample-audit.ts'

const NOW = new Date(2026, 4, 12, 9, 41).getTime()

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const openAudit = async (audit: Partial<AuditScenario> = {}, role: AdminRole = 'globalAdministrator') => {
  const asked: AuditFilter[] = []
  const scenario: AuditScenario = { records: recorded(sampleAudit(), NOW), people: auditPeople, asked, ...audit }
  const { confirm } = await renderAdmin({ role, audit: scenario })
  const button = within(screen.getByRole('navigation', { name: 'Admin' })).getByRole('button', { name: 'Audit log' })
  await act(async () => void fireEvent.click(button))
  return { asked, scenario, confirm }
}
const acts = (): string[] =>
  screen.getAllByRole('rowheader').map((header) => within(header).getByRole('button').textContent ?? '')
const rowOf = (name: string): string => screen.getByRole('button', { name }).closest('tr')?.textContent ?? ''
/** What is open below a record. */
const opened = (name: string): string => screen.getByRole('button', { name }).closest('tr')?.nextSibling?.textContent ?? ''

describe('records', () => {
  test('are there in words, the newest first: what, who, about what, with which outcome', async () => {
    await openAudit()
    expect(acts().slice(0, 4)).toEqual(['Audit log searched', 'Policy changed', 'Request refused', 'Session ended'])
    const [policy] = screen.getAllByRole('button', { name: 'Policy changed' })
    expect(policy?.closest('tr')?.textContent).toMatch(/Ada Moreau.*Global administrator.*Policy: Sales/)
    expect(rowOf('Request refused')).toMatch(/Refused: You are not allowed to do this/)
    expect(rowOf('Session ended')).toMatch(/The service itself/)
    expect(rowOf('Request refused')).toMatch(/May 12, 2026/)
  })

  test('of people who are not known say a pseudonym, and that it is one', async () => {
    await openAudit()
    expect(rowOf('Meeting created')).toContain(`Pseudonym ${ERASED}`)
    expect(rowOf('Turned away from the lobby')).toContain(`Guest, pseudonym ${GUEST}`)
  })

  test('are opened to all that they say, and closed again', async () => {
    await openAudit()
    const button = screen.getByRole('button', { name: 'Request refused' })
    expect(button.getAttribute('aria-expanded')).toBe('false')
    await press('Request refused')
    expect(button.getAttribute('aria-expanded')).toBe('true')
    const text = opened('Request refused')
    expect(text).toContain('Code FORBIDDEN')
    expect(text).toContain('What was missinglicences')
    expect(text).toMatch(/Number8/)
    expect(text).toMatch(/Hash8-q8Jx/)
    expect(text).toMatch(/Hash before7-q8Jx/)
    await press('Request refused')
    expect(screen.queryByText('Hash before')).toBeNull()
  })

  test('of a change of the rules tell it as the rules are told, with names for pseudonyms', async () => {
    await openAudit()
    const [policy] = screen.getAllByRole('button', { name: 'Policy changed' })
    if (policy !== undefined) await act(async () => void fireEvent.click(policy))
    const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(lines).toContain('Sales: Assigned to Bo Lindqvist')
    expect(lines).toContain('Sales: People in one meeting, at most: 20 (before: 50)')
    expect(lines).toContain('Sales: Who may record: Always “Organisers” (before: Always “Nobody”)')
  })

  test('of any other change tell it field by field', async () => {
    await openAudit()
    await press('Options of a meeting changed')
    const text = opened('Options of a meeting changed')
    expect(text).toMatch(/Who comes in directlyBefore: EveryoneAfter: My organisation/)
    expect(text).not.toContain('Watermark')
  })
})

describe('looking for something', () => {
  test('is asked for with a button, since each look is recorded', async () => {
    const { asked } = await openAudit()
    await choose('What was done', 'of people')
    await choose('Outcome', 'done')
    expect(asked).toHaveLength(1)
    await press('Show')
    expect(asked.at(-1)).toMatchObject({ acts: expect.arrayContaining(['admitted', 'denied']), outcome: 'done' })
    expect(acts()).toEqual(['Turned away from the lobby'])
    expect(screen.getByText('1 record shown')).toBeTruthy()
    await press('Reset')
    expect(asked.at(-1)).toEqual({})
    expect(acts()).toHaveLength(10)
  })

  test('by time, in one’s own', async () => {
    const { asked } = await openAudit()
    await choose('From', '2026-05-12T09:39')
    await choose('Until', '2026-05-12T09:38')
    await press('Show')
    expect(screen.getByText('This is not after the beginning.')).toBeTruthy()
    expect(asked).toHaveLength(1)
    await choose('Until', '2026-05-12T09:41')
    await press('Show')
    expect(acts()).toEqual(['Policy changed', 'Request refused'])
  })

  test('by somebody who is found by name', async () => {
    const { asked } = await openAudit()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find who did it' }), { target: { value: 'ada' } })
    await press('Add Ada Moreau')
    await press('Show')
    expect(asked.at(-1)).toEqual({ actor: 'ada' })
    expect(acts()).toEqual(['Audit log searched', 'Policy changed', 'Role of an administrator given'])
    await press('Remove Ada Moreau')
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Find who did it' }))
  })

  test('by whoever or whatever stands in a record', async () => {
    const { asked } = await openAudit()
    await press('Meeting created')
    await press(`Only by Pseudonym ${ERASED}`)
    expect(asked.at(-1)).toEqual({ actor: ERASED })
    expect(acts()).toEqual(['Meeting created'])
    await press(`Remove Pseudonym ${ERASED}`)
    await press('Show')
    await press('Options of a meeting changed')
    await press('Only what was done to this')
    expect(acts()).toEqual(['Options of a meeting changed', 'Meeting created'])
  })

  test('finds nothing', async () => {
    await openAudit()
    await choose('Done to', 'recording')
    await press('Show')
    expect(screen.getByText('Nothing fits.')).toBeTruthy()
    cleanup()
    await openAudit({ records: [] })
    expect(screen.getByText('Nothing is recorded yet.')).toBeTruthy()
  })
})

describe('a long log', () => {
  const many = () =>
    recorded(
      Array.from({ length: 70 }, () => sampleAudit()[0] ?? raise()),
      NOW,
    )
  const raise = (): never => {
    throw new Error('the sample is empty')
  }

  test('comes a page at a time, and the focus stays where one is', async () => {
    await openAudit({ records: many() })
    expect(acts()).toHaveLength(50)
    const more = screen.getByRole('button', { name: 'Show older records' })
    more.focus()
    await press('Show older records')
    await waitFor(() => expect(acts()).toHaveLength(70))
    expect(screen.queryByRole('button', { name: 'Show older records' })).toBeNull()
    expect(document.activeElement?.textContent).toBe('There is nothing older.')
  })

  test('what fails says so, leaves what is there, and can be tried again', async () => {
    const { scenario } = await openAudit({ records: many() })
    scenario.refusal = new ParleyError('SERVICE_UNREACHABLE')
    await press('Show older records')
    await screen.findByText('Code SERVICE_UNREACHABLE')
    expect(acts()).toHaveLength(50)
    await press('Try again')
    await waitFor(() => expect(acts()).toHaveLength(70))
    cleanup()
    await openAudit({ refusal: new ParleyError('SERVICE_UNREACHABLE') })
    await press('Try again')
    await waitFor(() => expect(acts()).toHaveLength(10))
  })
})

describe('an export', () => {
  const files = (): { name: string; text: () => Promise<string> }[] => {
    const blobs: Blob[] = []
    const made: { name: string; text: () => Promise<string> }[] = []
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: (blob: Blob) => blobs.push(blob) && 'blob:x', revokeObjectURL: () => undefined }),
    )
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      const blob = blobs.at(-1)
      made.push({ name: this.download, text: async () => (await blob?.text()) ?? '' })
    })
    return made
  }

  test('is what the filter lets through, in as many pieces as it takes, with a name that says what it is', async () => {
    const made = files()
    await openAudit({ pieceSize: 3 })
    await press('Export as JSON Lines')
    await screen.findByText('Exported: 10 records')
    expect(made[0]?.name).toBe('parley-audit-log-all-2026-05-12-0941.jsonl')
    expect((await made[0]?.text())?.trimEnd().split('\n')).toHaveLength(10)
    await choose('Outcome', 'refused')
    await press('Show')
    await press('Export as CSV')
    await screen.findByText('Exported: 1 record')
    expect(made[1]?.name).toBe('parley-audit-log-part-2026-05-12-0941.csv')
    expect(await made[1]?.text()).toBe('sequence,act\r\n8,requestRefused\r\n')
  })

  test('says how far it is, and is cancelled without a file', async () => {
    const made = files()
    const waiting: (() => void)[] = []
    await openAudit({ pieceSize: 4, piece: () => new Promise((resolve) => waiting.push(resolve)) })
    const next = async () => act(async () => waiting.shift()?.())
    await press('Export as JSON Lines')
    await next()
    await screen.findByText('Exporting: 4 records so far')
    screen.getByRole('button', { name: 'Cancel' }).focus()
    await press('Cancel')
    expect(screen.getByText('The export was cancelled. No file was made.')).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Export as JSON Lines')
    await next()
    expect(screen.queryByText(/^Exporting/)).toBeNull()
    expect(made).toEqual([])
  })

  test('that is refused says so, and makes no file', async () => {
    const made = files()
    await openAudit({ piece: () => Promise.reject(new ParleyError('SERVICE_UNREACHABLE')) })
    await press('Export as CSV')
    await screen.findByText('Code SERVICE_UNREACHABLE')
    expect(made).toEqual([])
  })
})

describe('roles', () => {
  test.each<{ role: AdminRole; may: boolean }>([
    { role: 'complianceOfficer', may: true },
    { role: 'meetingAdministrator', may: false },
    { role: 'reader', may: false },
  ])('$role', async ({ role, may }) => {
    const { asked } = await openAudit({}, role)
    expect(asked).toHaveLength(may ? 1 : 0)
    expect(screen.queryByRole('table') !== null).toBe(may)
    expect(screen.queryByRole('button', { name: 'Export as CSV' }) !== null).toBe(may)
    if (!may) expect(screen.getByText('This is for global administrators and compliance officers.')).toBeTruthy()
  })
})

test('whoever is known is called by name wherever they stand', async () => {
  await openAudit()
  await press('Role of an administrator given')
  expect(rowOf('Role of an administrator given')).toMatch(/Ada Moreau.*Bo Lindqvist/)
  expect(opened('Role of an administrator given')).toContain(ADA)
})
