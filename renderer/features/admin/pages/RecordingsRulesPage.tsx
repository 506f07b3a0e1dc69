import { useTranslation } from 'react-i18next'
import { DOWNLOAD_RULES, type RecordingRules, SHARING_RULES } from '#shared/policies/recording-rules.ts'
import { TRASH_DAYS } from '#shared/recording-library/retention.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { Card } from '../parts/Card.tsx'
import { ChoiceField } from '../parts/ChoiceField.tsx'

const DAYS = [7, 30, 60, 90, 120, 180, 365, 730, 1_825, 3_650] as const
const FOREVER = 'forever'
const ON_OFF = ['on', 'off'] as const

/** How long recordings are kept, and how far they go. */
export const RecordingsRulesPage = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const disabled = !useMayChange('recordings')
  const { recordings } = useDraft()

  const change = (changed: Partial<RecordingRules>): void =>
    visit.edit((rules) => ({ ...rules, recordings: { ...rules.recordings, ...changed } }))

  const daysOf = (field: 'keptDays' | 'complianceKeptDays') => {
    const now = recordings[field]
    const known: readonly number[] =
      now === undefined || DAYS.some((days) => days === now) ? DAYS : [...DAYS, now].sort((a, b) => a - b)
    return (
      <ChoiceField
        label={t(`admin.field.${field}`)}
        value={now === undefined ? FOREVER : String(now)}
        choices={[
          ...known.map((days) => ({ value: String(days), words: t('admin.recordings.days', { count: days }) })),
          { value: FOREVER, words: t('admin.recordings.forever') },
        ]}
        disabled={disabled}
        onChange={(value) => {
          const { [field]: _before, ...rest } = recordings
          const next = value === FOREVER ? rest : { ...rest, [field]: Number(value) }
          visit.edit((rules) => ({ ...rules, recordings: next }))
        }}
      />
    )
  }

  const choiceOf = <N extends 'organiserSetsExpiry' | 'sharing' | 'downloads' | 'guests' | 'trash'>(
    name: N,
    values: readonly RecordingRules[N][],
  ) => (
    <ChoiceField
      label={t(`admin.field.${name}`)}
      value={recordings[name]}
      choices={values.map((value) => ({ value, words: t(`admin.recordings.value.${value}`) }))}
      disabled={disabled}
      onChange={(value) => {
        const chosen = values.find((known) => known === value)
        if (chosen !== undefined) change({ [name]: chosen })
      }}
    />
  )

  return (
    <AdminPage title={t('admin.area.recordings')} note={t('admin.recordings.note')} section="recordings">
      <Card title={t('admin.recordings.kept')} note={t('admin.recordings.keptNote')}>
        {daysOf('keptDays')}
        {choiceOf('organiserSetsExpiry', ON_OFF)}
        {daysOf('complianceKeptDays')}
      </Card>
      <Card title={t('admin.recordings.access')} note={t('admin.recordings.accessNote')}>
        {choiceOf('sharing', SHARING_RULES)}
        {choiceOf('downloads', DOWNLOAD_RULES)}
        {choiceOf('guests', ON_OFF)}
      </Card>
      <Card title={t('admin.recordings.deleted')} note={t('admin.recordings.deletedNote', { days: TRASH_DAYS })}>
        {choiceOf('trash', ON_OFF)}
      </Card>
    </AdminPage>
  )
}
