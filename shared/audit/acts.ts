/**
 * The acts that an organisation's audit log records, as data. An act keeps its name for ever: it stands in records that nobody can
 * change. What is no longer done stays in this list.
 */

/** What the acts are about; the admin centre filters by it. */
export const AUDIT_AREAS = ['identity', 'administration', 'people', 'meeting', 'chat', 'recording', 'privacy', 'audit'] as const
export type AuditArea = (typeof AUDIT_AREAS)[number]

export const AUDIT_ACTS = {
  signedIn: 'identity',
  signInRefused: 'identity',
  secondFactorGiven: 'identity',
  sessionEnded: 'identity',
  requestRefused: 'identity',

  policyCreated: 'administration',
  policyChanged: 'administration',
  policyDeleted: 'administration',
  policyAssigned: 'administration',
  templateCreated: 'administration',
  templateChanged: 'administration',
  templateDeleted: 'administration',
  labelCreated: 'administration',
  labelChanged: 'administration',
  labelDeleted: 'administration',
  labelLowered: 'administration',
  licenceGiven: 'administration',
  licenceTaken: 'administration',
  groupCreated: 'administration',
  groupChanged: 'administration',
  groupDeleted: 'administration',
  settingsChanged: 'administration',
  adminRoleGiven: 'administration',
  adminRoleTaken: 'administration',
  configurationImported: 'administration',
  configurationExported: 'administration',
  changeUndone: 'administration',

  admitted: 'people',
  denied: 'people',
  blocked: 'people',
  removed: 'people',
  readmitted: 'people',
  roleChanged: 'people',
  invitationMade: 'people',
  invitationWithdrawn: 'people',

  meetingCreated: 'meeting',
  meetingCancelled: 'meeting',
  optionsChanged: 'meeting',
  meetingLocked: 'meeting',
  meetingUnlocked: 'meeting',
  meetingEnded: 'meeting',

  messageDeleted: 'chat',
  heldMessageDecided: 'chat',
  messageReported: 'chat',

  recordingStarted: 'recording',
  recordingPaused: 'recording',
  recordingResumed: 'recording',
  recordingInterrupted: 'recording',
  recordingStopped: 'recording',
  recordingAgreed: 'recording',
  recordingRefused: 'recording',
  recordingViewed: 'recording',
  recordingDownloaded: 'recording',
  recordingShared: 'recording',
  recordingWithdrawn: 'recording',
  recordingExpirySet: 'recording',
  recordingTrashed: 'recording',
  recordingRestored: 'recording',
  recordingHeld: 'recording',
  recordingReleased: 'recording',
  recordingDeleted: 'recording',
  recordingDeletionVerified: 'recording',

  personalDataViewed: 'privacy',
  personalDataExported: 'privacy',
  personErased: 'privacy',

  auditSearched: 'audit',
  auditExported: 'audit',
  auditVerified: 'audit',
} as const satisfies Record<string, AuditArea>

export type AuditAct = keyof typeof AUDIT_ACTS

export const isAuditAct = (value: unknown): value is AuditAct => typeof value === 'string' && Object.hasOwn(AUDIT_ACTS, value)

/** The acts of one area, in the order of the list. */
export const actsOf = (area: AuditArea): AuditAct[] =>
  Object.entries(AUDIT_ACTS).flatMap(([act, of]) => (of === area && isAuditAct(act) ? [act] : []))
