import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The length of a meeting in words: whole hours as hours, everything else in minutes. */
export const useDuration = (): ((minutes: number) => string) => {
  const { t } = useTranslation()
  return useCallback(
    (minutes) =>
      minutes % 60 === 0 ? t('newMeeting.hours', { count: minutes / 60 }) : t('newMeeting.minutes', { count: minutes }),
    [t],
  )
}
