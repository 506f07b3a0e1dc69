import { Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { LICENCES, Licence } from '#shared/policies/rules.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { Assignment } from '../parts/Assignment.tsx'
import { Card } from '../parts/Card.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'

/** Who has which licence. */
export const LicencesPage = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('licences')
  const { licences } = useDraft()
  return (
    <AdminPage
      title={t('admin.area.licences')}
      note={t('admin.licences.note')}
      section="licences"
      aside={<EffectPanel about={licences.premium} />}
    >
      <Card title={t('admin.field.defaultLicence')} note={t('admin.licences.defaultNote')}>
        {may ? (
          <RadioGroup
            aria-label={t('admin.field.defaultLicence')}
            value={licences.default}
            onChange={(_event, data) => {
              const licence = Licence.safeParse(data.value)
              if (!licence.success) return
              visit.edit((rules) => ({ ...rules, licences: { ...rules.licences, default: licence.data } }))
            }}
          >
            {LICENCES.map((licence) => (
              <Radio key={licence} value={licence} label={t(`options.licence.${licence}`)} />
            ))}
          </RadioGroup>
        ) : (
          <Text>{t(`options.licence.${licences.default}`)}</Text>
        )}
      </Card>
      <Card title={t('admin.licences.premium')} note={t('admin.licences.premiumNote')}>
        <Assignment
          assignedTo={licences.premium}
          disabled={!may}
          nobody={t('admin.licences.nobody')}
          onChange={(premium) => visit.edit((rules) => ({ ...rules, licences: { ...rules.licences, premium } }))}
        />
      </Card>
    </AdminPage>
  )
}
