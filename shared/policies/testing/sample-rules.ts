/** Rules of an organisation with something of everything, for tests and for whoever tries the admin centre. */
import type { OrganisationRules } from '../rules.ts'

export const sampleRules = (): OrganisationRules => ({
  settings: { defaultLanguage: 'en', trusts: [] },
  encryption: {
    default: 'notEnabled',
    policies: [
      { id: 'e-board', name: 'Board', assignedTo: { people: ['ada'], groups: ['g-board'] }, encryption: 'usersCanEnable' },
      { id: 'e-staff', name: 'Staff', assignedTo: { people: [], groups: ['g-staff'] }, encryption: 'notEnabled' },
    ],
  },
  meetings: {
    default: { options: { lobby: { atLeast: 'organisationAndGuests' } }, maximumSize: 200 },
    policies: [
      {
        id: 'm-sales',
        name: 'Sales',
        assignedTo: { people: [], groups: ['g-sales'] },
        rules: { options: { recording: { fixed: 'nobody' }, chat: { preset: 'presenters' } }, maximumSize: 50 },
      },
      {
        id: 'm-staff',
        name: 'Staff',
        assignedTo: { people: [], groups: ['g-staff'] },
        rules: { options: { externals: { fixed: 'off' } } },
      },
    ],
  },
  templates: [
    {
      id: 't-interview',
      name: 'Interview',
      description: 'A few people, nobody comes in by themselves.',
      kind: 'meeting',
      options: {
        lobby: { mode: 'fixed', value: 'organisers' },
        recording: { mode: 'hidden', value: 'nobody' },
        reactions: { mode: 'preset', value: 'off' },
      },
      maximumSize: 8,
    },
  ],
  labels: {
    list: [
      { id: 'l-public', name: 'Public', description: 'For everybody.', atLeast: {} },
      { id: 'l-general', name: 'General', description: 'For daily work.', atLeast: { lobby: 'organisationTrustedAndGuests' } },
      {
        id: 'l-confidential',
        name: 'Confidential',
        description: 'For those who need to know.',
        atLeast: { lobby: 'organisation', watermark: 'on', copying: 'off' },
      },
      {
        id: 'l-highly-confidential',
        name: 'Highly confidential',
        description: 'Would do harm if it came out.',
        atLeast: { lobby: 'invited', watermark: 'on', copying: 'off', recording: 'nobody', encryption: 'on' },
      },
    ],
    default: 'l-general',
  },
  licences: { default: 'standard', premium: { people: ['ada'], groups: ['g-board'] } },
  groups: [
    { id: 'g-board', name: 'Board', members: ['bo'], claimValues: [] },
    { id: 'g-sales', name: 'Sales', members: [], claimValues: ['sales'] },
    { id: 'g-staff', name: 'Staff', members: ['chen', 'dara'], claimValues: ['staff'] },
  ],
  administrators: [{ personId: 'ada', role: 'globalAdministrator' }],
})

/** The sample by which everybody may have encrypted meetings. */
export const encryptingRules = (): OrganisationRules => {
  const rules = sampleRules()
  return {
    ...rules,
    encryption: { policies: [], default: 'usersCanEnable' },
    licences: { ...rules.licences, default: 'premium' },
    labels: { list: rules.labels.list },
  }
}
