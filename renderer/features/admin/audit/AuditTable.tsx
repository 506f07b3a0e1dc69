import { Link, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { Fragment, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditRecord } from '#shared/audit/record.ts'
import { useFormat } from '../../../ui/use-format.ts'
import { useSaved } from '../admin-context.ts'
import { NARROW_TABLE, useTableStyles } from '../parts/table-styles.ts'
import { AuditRecordDetails } from './AuditRecordDetails.tsx'
import type { Chosen } from './audit-question.ts'
import { auditWords, type KnownPeople } from './audit-words.ts'

/** A record, and those of its people who are known. */
export interface ShownRecord {
  record: AuditRecord
  people: KnownPeople
}

const COLUMNS = ['at', 'what', 'who', 'about'] as const

const useStyles = makeStyles({
  at: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums', width: '1px', [NARROW_TABLE]: { width: 'auto' } },
  // The arrow hangs in the margin, so that the words of all cells begin at one line.
  open: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalXS, textAlign: 'start' },
  arrow: { flexShrink: 0, fontSize: '16px', lineHeight: '20px', height: '20px', display: 'flex', alignItems: 'center' },
  refused: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalXS, fontWeight: tokens.fontWeightRegular },
  refusedIcon: { flexShrink: 0, fontSize: '16px', color: tokens.colorPaletteMarigoldForeground2 },
  role: { display: 'block', color: tokens.colorNeutralForeground3 },
  opened: { backgroundColor: tokens.colorNeutralBackground2 },
  details: { borderTop: 'none !important' },
})

interface Props {
  shown: readonly ShownRecord[]
  empty: string
  onlyBy(by: Chosen): void
  onlyAbout(about: Chosen): void
}

/** Records, the newest first, each to be opened in its place. */
export const AuditTable = ({ shown, empty, onlyBy, onlyAbout }: Props) => {
  const styles = useStyles()
  const table = useTableStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const rules = useSaved()
  const id = useId()
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const toggle = (sequence: number): void =>
    setOpened((before) => {
      const after = new Set(before)
      if (!after.delete(sequence)) after.add(sequence)
      return after
    })

  const rowsOf = ({ record, people }: ShownRecord) => {
    const { sequence, at, act, actor, subject, outcome } = record
    const words = auditWords({ t, format, rules, people })
    const isOpen = opened.has(sequence)
    const role = words.role(actor)
    const title = (column: (typeof COLUMNS)[number]) => (
      <span className={table.cellTitle} aria-hidden="true">
        {t(`audit.column.${column}`)}
      </span>
    )
    return (
      <Fragment key={sequence}>
        <tr className={isOpen ? styles.opened : undefined}>
          <td className={styles.at}>{format.instant(at)}</td>
          <th scope="row" className={table.name}>
            <Link
              as="button"
              className={mergeClasses(table.name, styles.open)}
              aria-expanded={isOpen}
              aria-controls={isOpen ? `${id}-${sequence}` : undefined}
              onClick={() => toggle(sequence)}
            >
              <span className={styles.arrow} aria-hidden="true">
                {isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
              </span>
              {t(`audit.act.${act}`)}
            </Link>
            {outcome.kind === 'done' ? null : (
              <span className={styles.refused}>
                <ProhibitedRegular className={styles.refusedIcon} aria-hidden="true" />
                <Text size={200}>{t('audit.refused', { error: t(`error.${outcome.code}.title`) })}</Text>
              </span>
            )}
          </th>
          <td>
            {title('who')}
            {words.actor(actor)}
            {role === undefined ? null : (
              <Text size={200} className={styles.role}>
                {role}
              </Text>
            )}
          </td>
          <td>
            {subject === undefined ? null : (
              <>
                {title('about')}
                {words.subject(subject)}
              </>
            )}
          </td>
        </tr>
        {isOpen ? (
          <tr id={`${id}-${sequence}`} className={mergeClasses(styles.opened, styles.details)}>
            <td colSpan={COLUMNS.length}>
              <AuditRecordDetails record={record} words={words} onlyBy={onlyBy} onlyAbout={onlyAbout} />
            </td>
          </tr>
        ) : null}
      </Fragment>
    )
  }

  return (
    <div className={table.root}>
      <div className={table.frame}>
        {shown.length === 0 ? (
          <Text block className={table.empty}>
            {empty}
          </Text>
        ) : (
          <table className={table.table} aria-label={t('audit.result')}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={table.head}>
                    {t(`audit.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{shown.map(rowsOf)}</tbody>
          </table>
        )}
      </div>
      <div role="status" className={table.unseen}>
        {t('audit.shown', { count: shown.length })}
      </div>
    </div>
  )
}
