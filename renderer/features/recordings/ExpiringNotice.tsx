import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingSummary } from '#shared/contract/recordings.ts'
import { usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { useFormat } from '../../ui/use-format.ts'

/** Told by name; of more, how many they are. */
const NAMED = 3

/** Tells whoever organised recordings that some are deleted soon; nothing where none are, or where that can't be learned now. */
export const ExpiringNotice = ({ onShow }: { onShow: (recordings: readonly RecordingSummary[]) => void }) => {
  const { t } = useTranslation()
  const { service } = usePlatform()
  const format = useFormat()
  const { request } = useRequest(useCallback(() => service.recordings.expiring(), [service]))
  const expiring = request.value ?? []
  if (expiring.length === 0) return null
  const named = expiring
    .slice(0, NAMED)
    .map(({ title, expiresAt = 0 }) => t('recordings.expiring.one', { title, date: format.date(expiresAt) }))
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('recordings.expiring.title', { count: expiring.length })}</MessageBarTitle>
        {`${named.join(' · ')} ${t('recordings.expiring.meaning')}`}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => onShow(expiring)}>{t('recordings.expiring.show')}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
