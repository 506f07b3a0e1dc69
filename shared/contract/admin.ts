/**
 * The admin centre: for administrators of an organisation, each about their own organisation alone. Changes want a second factor
 * that is fresh (SECOND_FACTOR_STALE), where the organisation uses second factors.
 */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { AuditFilter, AuditPage, AuditPageRequest } from '../audit/record.ts'
import { LIMITS } from '../meeting/limits.ts'
import { ADMIN_ROLES, SECTIONS } from '../policies/admin-roles.ts'
import { LICENCES, OrganisationRules } from '../policies/rules.ts'
import { Moderator, OBJECTIONS } from './chat.ts'
import { Id, Time } from './common.ts'

const By = z.object({ personId: Id, name: z.string() })

/** The rules as they are now. Revision 0: nobody has ruled anything. */
export const RulesState = z.object({
  revision: z.int().min(0),
  rules: OrganisationRules,
  savedAt: Time.optional(),
  savedBy: By.optional(),
  /** The last change can be undone. */
  undoable: z.boolean(),
})
export type RulesState = z.infer<typeof RulesState>

/** One saved change, in the list of them. */
export const RulesRevision = z.object({
  revision: z.int().min(1),
  at: Time,
  by: By,
  sections: z.array(z.enum(SECTIONS)),
  how: z.enum(['saved', 'imported', 'undone']),
})
export type RulesRevision = z.infer<typeof RulesRevision>

/** Somebody of the organisation, as whom policies are assigned to. */
export const DirectoryPerson = z.object({
  id: Id,
  name: z.string(),
  email: z.string().max(254).optional(),
  /** What the identity provider says of their groups. */
  claimedGroups: z.array(z.string()),
  licence: z.enum(LICENCES),
})
export type DirectoryPerson = z.infer<typeof DirectoryPerson>

/** A message that somebody reported, as it was then. */
export const Report = z.object({
  id: Id,
  at: Time,
  meeting: z.object({ id: Id, title: z.string() }),
  reporter: By,
  author: By,
  text: z.string().max(LIMITS.message),
  heldFor: z.enum(OBJECTIONS).optional(),
})
export type Report = z.infer<typeof Report>

/** What an export of the audit log is written in: JSON Lines, or CSV as spreadsheets read it. */
export const EXPORT_FORMATS = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Somebody who stands in the log under a pseudonym and has not been erased. */
export const AuditPerson = z.object({ pseudonym: Id, id: Id, name: z.string() })
export type AuditPerson = z.infer<typeof AuditPerson>

/** A page of the log, with those of its people who are known. */
export const AuditSearchPage = AuditPage.extend({ people: z.array(AuditPerson) })
export type AuditSearchPage = z.infer<typeof AuditSearchPage>

export const adminContract = {
  /** For everybody who is signed in: no role, no admin centre. */
  me: oc.route({ method: 'GET', path: '/admin/me', summary: 'My role in the admin centre' }).output(
    z.object({
      role: z.enum(ADMIN_ROLES).optional(),
      /** Who looks at messages where a meeting asks for it: told to administrators. */
      moderator: Moderator.optional(),
    }),
  ),
  getRules: oc.route({ method: 'GET', path: '/admin/rules', summary: 'The rules of my organisation' }).output(RulesState),
  /**
   * Refused with RULES_CONFLICT where `revision` is not the current one, with FORBIDDEN and the section where the role may not
   * change it, with LAST_ADMINISTRATOR where nobody would be left who may change everything.
   */
  saveRules: oc
    .route({ method: 'PUT', path: '/admin/rules', summary: 'Save the rules as a whole' })
    .input(z.object({ revision: z.int().min(0), rules: OrganisationRules, imported: z.boolean().default(false) }))
    .output(RulesState),
  /** The rules as they are now, to be kept as a file: the audit log records it. */
  exportRules: oc
    .route({ method: 'POST', path: '/admin/rules/export', summary: 'The rules of my organisation, for a file' })
    .output(RulesState),
  /** The rules as they were before the last change. */
  undoRules: oc
    .route({ method: 'POST', path: '/admin/rules/undo', summary: 'Undo the last change of the rules' })
    .input(z.object({ revision: z.int().min(1) }))
    .output(RulesState),
  listRevisions: oc
    .route({ method: 'GET', path: '/admin/rules/revisions', summary: 'The saved changes, the newest first' })
    .output(z.array(RulesRevision)),
  /** The rules as one change left them. */
  getRevision: oc
    .route({ method: 'GET', path: '/admin/rules/revisions/{revision}', summary: 'The rules as they were' })
    .input(z.object({ revision: z.coerce.number().int().min(0) }))
    .output(z.object({ rules: OrganisationRules })),
  searchPeople: oc
    .route({ method: 'GET', path: '/admin/people', summary: 'People of my organisation by name or address' })
    .input(z.object({ query: z.string().max(LIMITS.title), ids: z.array(Id).max(200).optional() }))
    .output(z.array(DirectoryPerson)),
  listReports: oc
    .route({ method: 'GET', path: '/admin/reports', summary: 'Messages that were reported, the newest first' })
    .input(z.object({ before: Id.optional() }))
    .output(z.object({ reports: z.array(Report), more: z.boolean() })),
  searchAudit: oc
    .route({ method: 'POST', path: '/admin/audit/search', summary: 'Records of the audit log, the newest first' })
    .input(z.object({ filter: AuditFilter, page: AuditPageRequest }))
    .output(AuditSearchPage),
  /** A piece of an export, the oldest first; `after` is what the piece before gave as `next`. Absent `next`: that was all. */
  exportAudit: oc
    .route({ method: 'POST', path: '/admin/audit/export', summary: 'Export records of the audit log, piece by piece' })
    .input(z.object({ filter: AuditFilter, format: z.enum(EXPORT_FORMATS), after: z.int().min(1).optional() }))
    .output(z.object({ text: z.string(), next: z.int().min(1).optional() })),
}
