import { makeStyles, tokens } from '@fluentui/react-components'
import { DocumentProhibitedRegular } from '@fluentui/react-icons/svg/document-prohibited'
import { LockShieldRegular } from '@fluentui/react-icons/svg/lock-shield'
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
  more: {
    width: 'fit-content',
    minHeight: '24px',
    lineHeight: '24px',
    cursor: 'pointer',
    borderRadius: '4px',
    color: tokens.colorBrandForegroundLink,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
})

/**
 * Where what people write here is checked; for whoever asks, for what, and what follows. And whether it can be copied. Nothing where
 * all is free.
 */
export const ChatNotice = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const moderation = useChat((view) => view.moderation)
  const moderator = useChat((view) => view.moderator)
  const copying = useChat((view) => view.copying)
  const encrypted = useChat((view) => view.encrypted)
  return (
    <>
      {encrypted ? (
        <section className={styles.notice} aria-label={t('encrypted.status.protected')} data-encrypted-chat>
          <LockShieldRegular className={styles.icon} aria-hidden="true" />
          <span>
            {t('encrypted.chat.notice')} {moderation === 'off' ? null : t('encrypted.chat.checked')}
          </span>
        </section>
      ) : null}
      {encrypted || moderation === 'off' ? null : (
        <section className={styles.notice} aria-label={t('chat.notice.region')}>
          <ShieldCheckmarkRegular className={styles.icon} aria-hidden="true" />
          <div>
            {t(`chat.notice.where.${moderator}`)}
            <details>
              <summary className={styles.more}>{t('chat.notice.more')}</summary>
              {t('chat.notice.what')} {t(`chat.notice.how.${moderator}`)} {t(`chat.notice.${moderation}`)}
            </details>
          </div>
        </section>
      )}
      {copying === 'allowed' ? null : (
        <section className={styles.notice} aria-label={t('chat.notice.copyingRegion')}>
          <DocumentProhibitedRegular className={styles.icon} aria-hidden="true" />
          <span>{t('chat.notice.copying')}</span>
        </section>
      )}
    </>
  )
}
