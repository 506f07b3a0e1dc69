import { Button, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Section } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useVisit } from '../admin-context.ts'
import type { Conflict } from '../admin-visit.ts'
import type { Choice, Choices } from '../draft/reconcile.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { Card } from '../parts/Card.tsx'
import { ChangeList } from '../parts/ChangeList.tsx'

const useStyles = makeStyles({
  sides: {
    display: 'grid',
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    gap: tokens.spacingHorizontalXXL,
    '@container (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  },
  side: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
})

const Dispute = ({
  section,
  conflict,
  choice,
  missing,
  onChoose,
}: {
  section: Section
  conflict: Conflict
  choice: Choice | undefined
  missing: boolean
  onChoose(choice: Choice): void
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { base, mine, theirs } = conflict
  const side = (title: string, after: Conflict['mine']) => (
    <div className={styles.side}>
      <Heading level={3}>{title}</Heading>
      <ChangeList unnamed before={base} after={after} sections={[section]} />
    </div>
  )
  return (
    <Card title={t('admin.conflict.both', { section: t(`admin.area.${section}`) })}>
      <div className={styles.sides}>
        {side(t('admin.conflict.yours'), mine)}
        {side(t('admin.conflict.theirs'), theirs)}
      </div>
      <Field
        label={t('admin.conflict.choose', { section: t(`admin.area.${section}`) })}
        {...(missing ? { validationMessage: t('admin.conflict.missing'), validationState: 'error' as const } : {})}
      >
        <RadioGroup value={choice ?? ''} onChange={(_event, data) => onChoose(data.value === 'mine' ? 'mine' : 'theirs')}>
          <Radio value="mine" label={t('admin.conflict.takeMine')} />
          <Radio value="theirs" label={t('admin.conflict.takeTheirs')} />
        </RadioGroup>
      </Field>
    </Card>
  )
}

/** Somebody else saved first: what they changed, what stays of one's own, and what one has to choose. */
export const ConflictPage = ({ conflict }: { conflict: Conflict }) => {
  const { t } = useTranslation()
  const format = useFormat()
  const visit = useVisit()
  const [choices, setChoices] = useState<Choices>({})
  const [checked, setChecked] = useState(false)
  const { base, mine, theirs, saved, disputed } = conflict
  const isOpen = disputed.some((section) => choices[section] === undefined)
  const own = changedSections(base, mine).filter((section) => !disputed.includes(section))
  const other = changedSections(base, theirs).filter((section) => !disputed.includes(section))
  const go = (): void => {
    setChecked(true)
    if (!isOpen) visit.settle(choices)
  }
  return (
    <AdminPage title={t('admin.conflict.title')} note={t('admin.conflict.note')}>
      {saved.savedBy === undefined || saved.savedAt === undefined ? null : (
        <Text>
          {t('admin.conflict.who', {
            name: saved.savedBy.name,
            when: `${format.date(saved.savedAt)}, ${format.time(saved.savedAt)}`,
          })}
        </Text>
      )}
      {other.length === 0 ? null : (
        <Card title={t('admin.conflict.theirChanges')} note={t('admin.conflict.theirNote')}>
          <ChangeList level={3} before={base} after={theirs} sections={other} />
        </Card>
      )}
      {own.length === 0 ? null : (
        <Card title={t('admin.conflict.ownChanges')} note={t('admin.conflict.ownNote')}>
          <ChangeList level={3} before={base} after={mine} sections={own} />
        </Card>
      )}
      {disputed.map((section) => (
        <Dispute
          key={section}
          section={section}
          conflict={conflict}
          choice={choices[section]}
          missing={checked && choices[section] === undefined}
          onChoose={(choice) => setChoices({ ...choices, [section]: choice })}
        />
      ))}
      <div>
        <Button appearance="primary" onClick={go}>
          {t('admin.conflict.go')}
        </Button>
      </div>
    </AdminPage>
  )
}
