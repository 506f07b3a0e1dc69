import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The length of a meeting, given in minutes, in words. */
export const useDuration = (): ((length: number) => string) => {
  const { t } = useTranslation()
  return useCallback(
    (length) => {
      const hours = Math.floor(length / 60)
      const minutes = length % 60
      if (hours === 0) return t('newMeeting.minutes', { minutes })
      return minutes === 0 ? t('newMeeting.hours', { hours }) : t('newMeeting.hoursAndMinutes', { hours, minutes })
    },
    [t],
  )
}
