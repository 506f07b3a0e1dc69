import { Field, Select, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { usePlatform } from '../../app/services.ts'
import { useFormat } from '../../ui/use-format.ts'
import { SideCard } from './SideCard.tsx'
import type { Act } from './use-acts.ts'

const CHOICES = [7, 30, 90, 180, 365, 1_825] as const

/** How long a recording is kept, changed where the organisation lets its organiser say so. */
export const Expiry = ({ recording, act }: { recording: RecordingDetails; act: Act }) => {
  const { t } = useTranslation()
  const { service } = usePlatform()
  const format = useFormat()
  const { id, expiresAt, held, may } = recording
  const until =
    expiresAt === undefined ? t('recordings.expiry.never') : t('recordings.expiry.until', { date: format.date(expiresAt) })
  const wordsOf = (days: number): string => t('recordings.expiry.days', { count: days })
  const choose = (value: string): void => {
    if (value === '') return
    const days = value === 'never' ? undefined : Number(value)
    const words = days === undefined ? t('recordings.expiry.never') : wordsOf(days)
    act(
      () => service.recordings.setExpiry({ id, ...(days === undefined ? {} : { days }) }),
      `${t('recordings.expiry.title')}: ${words}`,
    )
  }
  return (
    <SideCard title={t('recordings.expiry.title')}>
      <Text>{held ? t('recordings.expiry.held') : until}</Text>
      {may.includes('setExpiry') ? (
        <Field label={t('recordings.expiry.change')}>
          <Select value="" onChange={(_event, data) => choose(data.value)}>
            <option value="">{t('recordings.expiry.unchanged')}</option>
            {CHOICES.map((days) => (
              <option key={days} value={String(days)}>
                {wordsOf(days)}
              </option>
            ))}
            <option value="never">{t('recordings.expiry.never')}</option>
          </Select>
        </Field>
      ) : null}
    </SideCard>
  )
}
