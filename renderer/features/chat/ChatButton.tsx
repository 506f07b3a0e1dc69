import { makeStyles, tokens } from '@fluentui/react-components'
import { ChatFilled, ChatRegular } from '@fluentui/react-icons/svg/chat'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useAction } from '../actions/ActionHost.tsx'
import { ControlButton } from '../toolbar/ControlButton.tsx'
import { useMeetingChat } from './use-meeting-chat.ts'
import { useNewest } from './use-newest.ts'

/** More unread messages than this are not counted out. */
const COUNTED = 99

const useStyles = makeStyles({
  count: {
    position: 'absolute',
    left: '14px',
    top: '-8px',
    minWidth: '18px',
    boxSizing: 'border-box',
    padding: '0 5px',
    borderRadius: '9px',
    textAlign: 'center',
    fontSize: '11px',
    lineHeight: '18px',
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** Opens the chat, and says how much of it has not been read. While it is closed, whoever listens is told who writes. */
export const ChatButton = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const action = useAction('toggleChat')
  const unread = useCall(({ chat }) => chat.unread)
  const newest = useNewest(useMeetingChat())
  if (!action.available) return null
  const hint = unread === 0 ? t('toolbar.chatHint') : t('toolbar.unread', { count: unread })
  const count = unread > COUNTED ? `${format.number(COUNTED)}+` : format.number(unread)
  return (
    <>
      <ControlButton
        icon={action.on ? <ChatFilled /> : <ChatRegular />}
        mark={unread === 0 ? undefined : <span className={styles.count}>{count}</span>}
        label={t('toolbar.chat')}
        hint={action.shortcut === undefined ? hint : `${hint} (${action.shortcut})`}
        tone={action.on ? 'on' : 'plain'}
        aria-pressed={action.on}
        aria-keyshortcuts={action.ariaShortcut}
        data-opens="chat"
        onClick={action.run}
      />
      <span className={styles.unseen} role="status">
        {newest === undefined || action.on ? '' : t('chat.arrivedClosed', { name: newest.author.name })}
      </span>
    </>
  )
}
