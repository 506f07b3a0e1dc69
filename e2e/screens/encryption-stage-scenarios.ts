/** States of end-to-end encrypted meetings. */
import type { Page } from '@playwright/test'
import type { Message } from '#shared/contract/chat.ts'
import { type FakeEncryption, fakeGuest, fakeVerified } from '../../renderer/call/encryption/fake-encryption.ts'
import type { FakeScenario } from '../../renderer/call/fake-scenario.ts'
import { fakeMessage } from '../../renderer/features/chat/testing/messages.ts'
import type { Scenario } from './scenarios.ts'
import { joined, press } from './stage-scenarios.ts'

/** Somebody who wrote and was not verified. */
const said = (person: number, name: string): Message['author'] => ({ personId: `person-${person}`, name, standing: 'anonymous' })

const changes: FakeEncryption['changes'] = [
  { ago: 540_000, joined: [fakeVerified('Chen Wei'), fakeGuest('Dara Okafor')] },
  { ago: 300_000, joined: [fakeVerified('Maximiliana Hohenberg-Castellanos')], left: [fakeVerified('Oumar Ba')] },
  { ago: 65_000, joined: [{ status: 'failed', reason: 'issuer' }] },
]

/** Every way in which somebody can be known: as verified, a guest, failed, elsewhere, not yet, and here twice. */
const allKinds: FakeEncryption = {
  changes,
  verdicts: {
    2: fakeVerified('Chen Wei', null),
    5: 'none',
    6: { status: 'failed', reason: 'signature' },
    7: fakeVerified('Bo Lindqvist'),
  },
  unseated: [fakeVerified('Hana Mori')],
}

const encrypted = (
  name: string,
  encryption: FakeEncryption,
  more: FakeScenario = {},
  how: Parameters<typeof joined>[2] = {},
): Scenario => joined(`encrypted-${name}`, { participants: 5, muted: [1], withoutCamera: [3], ...more, encryption }, how)

const panel = press(/^End-to-end encrypted/)
const theName = 'Compare fingerprint with Bo Lindqvist'

export const encryptedMeetings: readonly Scenario[] = [
  encrypted('gallery', { changes, unseen: true }, { speaking: 2 }, { extremes: true }),
  encrypted('all-kinds', allKinds, { participants: 9 }),
  encrypted('crowd', {}, { participants: 36, withoutCamera: [4, 7] }),
  encrypted('share', { unseen: true }, { sharing: [4] }),
  encrypted('panel', { changes }, {}, { act: panel, extremes: true }),
  {
    ...encrypted('panel-members', allKinds, { participants: 9 }, { act: panel, extremes: true }),
    shows: (page) => page.getByText('Has the keys, but is on nobody’s tile.'),
  },
  {
    ...encrypted('panel-off', {}, {}, { act: panel }),
    shows: (page) => page.getByRole('button', { name: 'What this means' }),
  },
  encrypted(
    'panel-weaker',
    { changes: [...(changes ?? []), { ago: 20_000, joined: [fakeVerified('Hana Mori')], isWeaker: true }], isPostQuantum: false },
    {},
    { act: panel, extremes: true },
  ),
  encrypted('people', allKinds, { participants: 9, role: 'attendee' }, { act: press('People'), extremes: true }),
  encrypted(
    'fingerprint',
    { changes },
    {},
    {
      act: async (page) => {
        await panel(page)
        await press(theName)(page)
        await page.getByRole('dialog', { name: 'Fingerprint with Bo Lindqvist' }).waitFor()
      },
      extremes: true,
    },
  ),
  encrypted(
    'tile-menu',
    {},
    {},
    {
      act: async (page) => {
        await page.getByRole('figure', { name: /^Bo Lindqvist/ }).focus()
        await page.keyboard.press('Enter')
      },
    },
  ),
  encrypted('settling', { status: 'settling' }, {}, { act: (page) => page.locator('[data-banner]').waitFor(), extremes: true }),
  encrypted('settling-panel', { status: 'settling' }, {}, { act: press(/^Setting up encryption/) }),
  encrypted('lost', { status: 'lost' }, {}, { act: (page) => page.locator('[data-banner]').waitFor(), extremes: true }),
  encrypted(
    'chat',
    {},
    {
      messages: [
        fakeMessage('one', 1, { text: 'The offer went out this morning.' }),
        fakeMessage('two', 3, { text: 'Who else knows of it?', author: said(3, 'Dara Okafor') }),
        fakeMessage('three', 4, { text: 'Nobody yet.', author: said(4, '') }),
        fakeMessage('four', 0, { text: 'Let us keep it so until Friday.' }),
      ],
    },
    { act: press('Chat'), extremes: true },
  ),
  encrypted(
    'german',
    { ...allKinds, unseen: true },
    { participants: 9 },
    {
      platform: { person: 'ada', settings: { language: 'de' } },
      act: (page: Page) => press(/^Ende-zu-Ende verschlüsselt/)(page),
      extremes: true,
    },
  ),
]
