/** Who may see and change what of an organisation's rules: one table, asked by the service for every request and by the admin centre. */

export const ADMIN_ROLES = ['globalAdministrator', 'meetingAdministrator', 'complianceOfficer', 'reader'] as const
export type AdminRole = (typeof ADMIN_ROLES)[number]

/** The parts of the rules that are changed by themselves. */
export const SECTIONS = [
  'encryption',
  'meetings',
  'templates',
  'labels',
  'licences',
  'groups',
  'administrators',
  'recordings',
  'settings',
] as const
export type Section = (typeof SECTIONS)[number]

const CHANGES: Readonly<Record<AdminRole, readonly Section[]>> = {
  globalAdministrator: SECTIONS,
  meetingAdministrator: ['encryption', 'meetings', 'templates', 'labels', 'groups'],
  complianceOfficer: ['labels', 'recordings'],
  reader: [],
}

export const mayChange = (role: AdminRole, section: Section): boolean => CHANGES[role].includes(section)

export const ADMIN_ACTIONS = [
  'readRules',
  'exportRules',
  'readAudit',
  'exportAudit',
  'readReports',
  /** Compliance recordings opened, and any recording of the organisation put under a legal hold. */
  'keepRecordings',
] as const
export type AdminAction = (typeof ADMIN_ACTIONS)[number]

const ACTIONS: Readonly<Record<AdminRole, readonly AdminAction[]>> = {
  // Not what people said: whoever makes the rules needs a second person to listen.
  globalAdministrator: ['readRules', 'exportRules', 'readAudit', 'exportAudit', 'readReports'],
  meetingAdministrator: ['readRules', 'exportRules'],
  complianceOfficer: ['readRules', 'exportRules', 'readAudit', 'exportAudit', 'readReports', 'keepRecordings'],
  reader: ['readRules'],
}

export const mayDo = (role: AdminRole, action: AdminAction): boolean => ACTIONS[role].includes(action)
