import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditRecord } from '#shared/audit/record.ts'
import { OPTION_NAMES, type OptionName } from '#shared/meeting/options.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { useSaved } from '../admin-context.ts'
import { ChangeLines } from '../parts/ChangeList.tsx'
import type { Chosen } from './audit-question.ts'
import type { AuditWords } from './audit-words.ts'
import { fieldChanges, versionsOf } from './recorded-change.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minWidth: 0, paddingBottom: '8px' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(100px, auto) minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '@container (max-width: 480px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& dd': { marginBottom: tokens.spacingVerticalS },
    },
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  quiet: { color: tokens.colorNeutralForeground3 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  fields: { margin: 0, paddingLeft: '20px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  field: { overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** What something was and is: as a change of the rules where it is one, otherwise by its fields. */
const Change = ({ record, words }: { record: AuditRecord; words: AuditWords }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const rules = useSaved()
  const options = useOptionWords()
  const { change } = record
  if (change === undefined) return null
  const versions = versionsOf(record, rules)
  const optionOf = (place: string): OptionName | undefined => OPTION_NAMES.find((name) => name === place)
  const nameOf = (place: string): string => {
    const option = optionOf(place)
    if (option !== undefined) return options.name(option)
    return place === '' ? t('audit.change.whole') : place
  }
  const wordsOf = (place: string, value: string | undefined): string => {
    if (value === undefined) return t('audit.change.nothing')
    const option = optionOf(place)
    return option === undefined ? value : options.value(option, value)
  }
  return (
    <div className={styles.part}>
      <Heading level={3}>{t('audit.change.title')}</Heading>
      {versions === undefined ? (
        <ul className={styles.fields}>
          {fieldChanges(change, words.named).map(({ place, before, after }) => (
            <li key={place} className={styles.field}>
              <Text weight="semibold" block>
                {nameOf(place)}
              </Text>
              <Text block>{t('audit.change.was', { value: wordsOf(place, before) })}</Text>
              <Text block>{t('audit.change.is', { value: wordsOf(place, after) })}</Text>
            </li>
          ))}
        </ul>
      ) : (
        <ChangeLines unnamed {...versions} nameOf={(id) => words.person(id)} />
      )}
    </div>
  )
}

interface Props {
  record: AuditRecord
  words: AuditWords
  onlyBy(by: Chosen): void
  onlyAbout(about: Chosen): void
}

/** Everything that a record says. */
export const AuditRecordDetails = ({ record, words, onlyBy, onlyAbout }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const { sequence, at, actor, subject, outcome, hash, previous } = record
  const code = (text: string): ReactNode => <span className={styles.code}>{text}</span>
  const facts: { key: string; name: string; value: ReactNode }[] = [
    {
      key: 'outcome',
      name: t('audit.fact.outcome'),
      value:
        outcome.kind === 'done' ? (
          t('audit.outcome.done')
        ) : (
          <>
            <Text block>{t('audit.refused', { error: t(`error.${outcome.code}.title`) })}</Text>
            <span className={styles.quiet}>{code(t('common.errorCode', { code: outcome.code }))}</span>
          </>
        ),
    },
    ...words.details(record).map(({ name, value }) => ({ key: `detail ${name}`, name, value })),
    ...(actor.kind === 'service' ? [] : [{ key: 'actor', name: t('audit.fact.actor'), value: code(actor.id) }]),
    ...(subject === undefined ? [] : [{ key: 'subject', name: t('audit.fact.subject'), value: code(subject.id) }]),
    { key: 'time', name: t('audit.fact.time'), value: code(new Date(at).toISOString()) },
    { key: 'sequence', name: t('audit.fact.sequence'), value: format.number(sequence) },
    { key: 'hash', name: t('audit.fact.hash'), value: code(hash) },
    { key: 'previous', name: t('audit.fact.previous'), value: code(previous) },
  ]
  return (
    <div className={styles.root}>
      <Change record={record} words={words} />
      <dl className={styles.facts}>
        {facts.map(({ key, name, value }) => (
          <Fragment key={key}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <div className={styles.actions}>
        {actor.kind === 'service' ? null : (
          <Button size="small" onClick={() => onlyBy({ id: actor.id, name: words.actor(actor) })}>
            {t('audit.onlyBy', { name: words.actor(actor) })}
          </Button>
        )}
        {subject === undefined ? null : (
          <Button size="small" onClick={() => onlyAbout({ id: subject.id, name: words.subject(subject) })}>
            {t('audit.onlyAbout')}
          </Button>
        )}
      </div>
    </div>
  )
}
