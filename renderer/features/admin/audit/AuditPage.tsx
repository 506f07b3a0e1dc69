import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { FilterRegular } from '@fluentui/react-icons/svg/filter'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditFilter, AuditRecord } from '#shared/audit/record.ts'
import { usePlatform } from '../../../app/services.ts'
import { useMediaQuery } from '../../../ui/appearance.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useMayDo } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { ForRole } from '../parts/ForRole.tsx'
import { PagesEnd } from '../parts/PagesEnd.tsx'
import { usePages } from '../parts/use-pages.ts'
import { AuditExport } from './AuditExport.tsx'
import { AuditFilterCard } from './AuditFilterCard.tsx'
import { AuditTable, type ShownRecord } from './AuditTable.tsx'
import { type AuditQuestion, filterOf, isAnything, NO_QUESTION } from './audit-question.ts'

const NARROW = '(max-width: 699px)'

/** Records of one page. */
const PAGE = 50

const sequenceOf = (shown: readonly ShownRecord[]): AuditRecord['sequence'] | undefined => shown.at(-1)?.record.sequence

const useStyles = makeStyles({
  records: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
})

const AuditLog = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const mayExport = useMayDo('exportAudit')
  // In a narrow window the filter would be all that one sees.
  const narrow = useMediaQuery(NARROW)
  const [filtering, setFiltering] = useState(false)
  const [question, setQuestion] = useState<AuditQuestion>(NO_QUESTION)
  // What is looked for: not before it is asked for, since each look is recorded.
  const [filter, setFilter] = useState<AuditFilter>({})
  const pages = usePages(
    useCallback(
      async (after: readonly ShownRecord[]) => {
        const before = sequenceOf(after)
        const page = { limit: PAGE, ...(before === undefined ? {} : { before }) }
        const { records, people, more } = await service.admin.searchAudit({ filter, page })
        const known = new Map(people.map((person) => [person.pseudonym, person]))
        return { items: records.map((record): ShownRecord => ({ record, people: known })), more }
      },
      [service, filter],
    ),
  )
  const ask = (asked: AuditQuestion): void => {
    setQuestion(asked)
    setFilter(filterOf(asked))
  }
  return (
    <>
      {narrow ? (
        <div>
          <Button icon={<FilterRegular />} aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>
            {isAnything(filter) ? t('audit.filter.title') : t('audit.filter.set', { count: Object.keys(filter).length })}
          </Button>
        </div>
      ) : null}
      {narrow && !filtering ? null : <AuditFilterCard question={question} onChange={setQuestion} onAsk={ask} />}
      <div className={styles.records}>
        <Heading level={2}>{t('audit.result')}</Heading>
        {mayExport ? <AuditExport filter={filter} /> : null}
      </div>
      {pages.items === undefined ? null : (
        <AuditTable
          shown={pages.items}
          empty={t(isAnything(filter) ? 'audit.empty' : 'audit.noMatch')}
          onlyBy={(by) => ask({ ...question, by })}
          onlyAbout={(about) => ask({ ...question, about })}
        />
      )}
      <PagesEnd pages={pages} more={t('audit.more')} end={t('audit.end')} />
    </>
  )
}

/** What was done in the organisation, for whoever may look into its log. */
export const AuditPage = () => {
  const { t } = useTranslation()
  return (
    <AdminPage title={t('admin.area.audit')} note={t('audit.note')}>
      <ForRole action="readAudit">
        <AuditLog />
      </ForRole>
    </AdminPage>
  )
}
