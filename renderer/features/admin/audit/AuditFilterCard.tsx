import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AUDIT_AREAS, actsOf } from '#shared/audit/acts.ts'
import { AUDIT_SUBJECT_KINDS } from '#shared/audit/record.ts'
import { useInputStyles } from '../../../ui/input-styles.ts'
import { Card } from '../parts/Card.tsx'
import { Finder } from '../parts/Finder.tsx'
import { type AuditQuestion, type Chosen, isBackwards, NO_QUESTION } from './audit-question.ts'

const OUTCOMES = ['done', 'refused'] as const

const useStyles = makeStyles({
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
    alignItems: 'start',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    minWidth: 0,
  },
  // As a field has it: its name, and a little below it the control.
  who: { display: 'flex', flexDirection: 'column', minWidth: 0, '& > :first-child': { padding: '2px 0', marginBottom: '2px' } },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '36px' },
  words: { minWidth: 0, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

interface Props {
  question: AuditQuestion
  /** The controls hold something else; it is not asked for yet. */
  onChange(question: AuditQuestion): void
  onAsk(question: AuditQuestion): void
}

/** Looking for somebody is not asking for records yet. */
const keepEnter = (event: KeyboardEvent): void => {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'search') event.preventDefault()
}

/** What one looks for in the log. */
export const AuditFilterCard = ({ question, onChange, onAsk }: Props) => {
  const styles = useStyles()
  const inputs = useInputStyles()
  const { t } = useTranslation()
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const [checked, setChecked] = useState(false)
  const change = (part: Partial<AuditQuestion>): void => onChange({ ...question, ...part })
  const backwards = isBackwards(question)

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (!backwards) onAsk(question)
  }
  // The row goes with its button: one goes on where one searches.
  const drop = (part: Partial<AuditQuestion>): void => {
    root.current?.querySelector<HTMLElement>('input[type=search]')?.focus()
    change(part)
  }

  const time = (name: 'from' | 'until', problem: string | undefined) => (
    <Field
      label={t(`audit.filter.${name}`)}
      {...(problem === undefined ? {} : { validationMessage: problem, validationState: 'error' as const })}
    >
      <Input
        className={inputs.input}
        type="datetime-local"
        value={question[name]}
        onChange={(_event, data) => change({ [name]: data.value })}
      />
    </Field>
  )
  const choice = (name: 'kind' | 'outcome', anything: string, choices: readonly { value: string; words: string }[]) => (
    <Field label={t(`audit.filter.${name}`)}>
      <Select value={question[name]} onChange={(_event, data) => change({ [name]: data.value })}>
        <option value="">{anything}</option>
        {choices.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  )
  const row = (words: string, { name }: Chosen, onDrop: () => void) => (
    <span className={styles.row}>
      <Text className={styles.words}>{words}</Text>
      <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('admin.finder.remove', { name })} onClick={onDrop} />
    </span>
  )

  const { by, about } = question
  return (
    <Card>
      <form id={id} className={styles.fields} onSubmit={submit} onKeyDown={keepEnter} aria-label={t('audit.filter.title')}>
        {time('from', undefined)}
        {time('until', checked && backwards ? t('audit.filter.backwards') : undefined)}
        <Field label={t('audit.filter.what')}>
          <Select value={question.what} onChange={(_event, data) => change({ what: data.value })}>
            <option value="">{t('audit.filter.everything')}</option>
            {AUDIT_AREAS.map((area) => (
              <optgroup key={area} label={t(`audit.area.${area}`)}>
                <option value={`of ${area}`}>{t('audit.filter.wholeArea', { area: t(`audit.area.${area}`) })}</option>
                {actsOf(area).map((act) => (
                  <option key={act} value={act}>
                    {t(`audit.act.${act}`)}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </Field>
        {choice(
          'kind',
          t('audit.filter.anyKind'),
          AUDIT_SUBJECT_KINDS.map((kind) => ({ value: kind, words: t(`audit.kind.${kind}`) })),
        )}
        {choice(
          'outcome',
          t('audit.filter.anyOutcome'),
          OUTCOMES.map((outcome) => ({ value: outcome, words: t(`audit.outcome.${outcome}`) })),
        )}
        <div ref={root} className={styles.who}>
          <Text>{t('audit.filter.by')}</Text>
          <Finder
            label={t('audit.filter.findPerson')}
            without={by === undefined ? [] : [by.id]}
            onPerson={({ id: personId, name }) => change({ by: { id: personId, name } })}
          />
          {by === undefined ? null : row(by.name, by, () => drop({ by: undefined }))}
          {about === undefined
            ? null
            : row(t('audit.of', { kind: t('audit.filter.about'), name: about.name }), about, () => drop({ about: undefined }))}
        </div>
      </form>
      <div className={styles.actions}>
        <Button appearance="primary" type="submit" form={id}>
          {t('audit.filter.show')}
        </Button>
        <Button
          onClick={() => {
            setChecked(false)
            onAsk(NO_QUESTION)
          }}
        >
          {t('audit.filter.reset')}
        </Button>
      </div>
    </Card>
  )
}
