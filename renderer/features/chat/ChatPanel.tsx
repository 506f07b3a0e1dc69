import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { denialIn } from '../../call/moderation/denial-in.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { Conversation } from './Conversation.tsx'
import { ChatSourceContext } from './chat-source.ts'
import { useMeetingChat } from './use-meeting-chat.ts'

const useStyles = makeStyles({
  panel: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '340px',
    flexShrink: 0,
    marginLeft: tokens.spacingHorizontalM,
    borderRadius: '8px',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 699px)': { position: 'absolute', inset: 0, zIndex: 3, width: '100%', marginLeft: 0, borderRadius: 0 },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
})

/** Why nothing can be written now; undefined where it can. */
const useClosed = (): 'reconnecting' | 'nobody' | 'presenters' | undefined =>
  useCall((state) => {
    if (state.phase === 'reconnecting') return 'reconnecting'
    if (denialIn(state, 'writeMessage') === undefined) return undefined
    return state.options.chat.value === 'presenters' ? 'presenters' : 'nobody'
  })

/** The chat of the meeting. Opening it takes the focus to where one writes, closing it gives the focus back. */
export const ChatPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const source = useMeetingChat()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const closed = useClosed()

  useEffect(() => {
    const before = document.activeElement
    const first = field.current ?? panel.current?.querySelector<HTMLElement>('button')
    first?.focus()
    return () => {
      const back = before instanceof HTMLElement && before !== document.body ? before : undefined
      const target = back?.isConnected ? back : document.querySelector<HTMLElement>('[data-opens="chat"]')
      target?.focus()
    }
  }, [])

  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={heading} data-region>
      <div className={styles.head}>
        <Heading level={2} id={heading}>
          {t('chat.title')}
        </Heading>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('common.close')}
          onClick={() => view.setState({ panel: undefined })}
        />
      </div>
      <ChatSourceContext value={source}>
        <Conversation closed={closed === undefined ? undefined : t(`chat.compose.${closed}`)} field={field} />
      </ChatSourceContext>
    </aside>
  )
}
