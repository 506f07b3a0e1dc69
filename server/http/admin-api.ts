/** The admin centre's part of the HTTP contract, implemented: about the organisation of the session, and no other. */
import { implement } from '@orpc/server'
import { adminContract } from '#shared/contract/admin.ts'
import type { Moderator } from '#shared/contract/chat.ts'
import type { AuditDesk } from '../audit/audit-desk.ts'
import type { RefusalTrail } from '../audit/session-trail.ts'
import type { Session } from '../identity/identities.ts'
import { searchDirectory } from '../policies/directory.ts'
import { listReports } from '../policies/reports.ts'
import type { Rulebook } from '../policies/rulebook.ts'
import type { Administrator, Rules } from '../policies/rules.ts'
import type { ApiContext } from './api.ts'

export interface AdminApiOptions {
  rules: Rules
  rulebook: Rulebook
  /** Who looks at messages. */
  moderator: Moderator
  audit: AuditDesk
  /** Where refusals are written down. */
  refusals: RefusalTrail
  authenticate: (context: ApiContext) => Session
}

export const createAdminApi = ({ rules, rulebook, moderator, audit, refusals, authenticate }: AdminApiOptions) => {
  const os = implement(adminContract)
    .$context<ApiContext>()
    .use(({ context, path, next }) => {
      const session = authenticate(context)
      return refusals.over(session, path.join('.'), async () => next({ context: { session } }))
    })

  return os.router({
    me: os.me.handler(async ({ context: { session } }) => {
      if (session.tenant === undefined) return {}
      const { role } = await rules.administrator(session)
      return role === undefined ? {} : { role, moderator }
    }),
    getRules: os.getRules.handler(({ context }) => rules.get(context.session)),
    saveRules: os.saveRules.handler(({ context, input }) => rules.save(context.session, input)),
    exportRules: os.exportRules.handler(({ context }) => rules.export(context.session)),
    undoRules: os.undoRules.handler(({ context, input }) => rules.undo(context.session, input)),
    listRevisions: os.listRevisions.handler(({ context }) => rules.listRevisions(context.session)),
    getRevision: os.getRevision.handler(({ context, input }) => rules.getRevision(context.session, input.revision)),
    searchPeople: os.searchPeople.handler(async ({ context, input }) => {
      const administrator = await rules.administratorFor(context.session, 'readRules')
      const people = await searchDirectory(administrator.tables, rulebook, input)
      await rules.noteView(administrator, 'directory', people.length)
      return people
    }),
    listReports: os.listReports.handler(async ({ context, input }) => {
      const administrator = await rules.administratorFor(context.session, 'readReports')
      const page = await listReports(administrator.tables, input)
      await rules.noteView(administrator, 'reports', page.reports.length)
      return page
    }),
    searchAudit: os.searchAudit.handler(async ({ context, input: { filter, page } }) =>
      audit.search(readerOf(await rules.administratorFor(context.session, 'readAudit')), filter, page),
    ),
    exportAudit: os.exportAudit.handler(async ({ context, input: { filter, format, after } }) =>
      audit.export(readerOf(await rules.administratorFor(context.session, 'exportAudit')), filter, format, after),
    ),
  })
}

const readerOf = ({ tables, person, role }: Administrator) => ({ tenant: tables.tenant, personId: person.id, role })
