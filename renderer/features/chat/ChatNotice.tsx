import { makeStyles, tokens } from '@fluentui/react-components'
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark'
import { useTranslation } from 'react-i18next'
import { useChat } from './chat-source.ts'

const useStyles = makeStyles({
  notice: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    margin: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
    padding: tokens.spacingHorizontalS,
    borderRadius: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  icon: { flexShrink: 0, fontSize: '16px' },
})

/** What is checked of what people write here, where, and what follows; nothing where nothing is checked. */
export const ChatNotice = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const moderation = useChat((view) => view.moderation)
  const moderator = useChat((view) => view.moderator)
  if (moderation === 'off') return null
  return (
    <section className={styles.notice} aria-label={t('chat.notice.region')}>
      <ShieldCheckmarkRegular className={styles.icon} aria-hidden="true" />
      <span>
        {t('chat.notice.what')} {t('chat.notice.device')} {t(`chat.notice.${moderator}`)} {t(`chat.notice.${moderation}`)}
      </span>
    </section>
  )
}
