import { Link } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { PrivacyNotice } from '#shared/contract/recording.ts'
import { linkOf } from '../chat/text-parts.ts'

/** To what the organisation says of recordings, where it has such a page. It opens outside: in the browser, or a tab of its own. */
export const PrivacyNoticeLink = ({ notice }: { notice: PrivacyNotice }) => {
  const { t } = useTranslation()
  const link = notice.address === undefined ? undefined : linkOf(notice.address)
  if (link === undefined) return null
  return (
    <Link href={link.href} target="_blank" rel="noreferrer" inline title={link.host} aria-label={t('recording.linkHint')}>
      {t('recording.link')}
    </Link>
  )
}
