import {
  Button,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { PastChat } from '#shared/contract/chat.ts'
import type { Meeting } from '#shared/contract/common.ts'
import { useNavigator } from '../../app/navigation.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Conversation } from './Conversation.tsx'
import { ChatSourceContext } from './chat-source.ts'
import { createPastChat, type PastChatSource } from './past-chat.ts'

/** How often it is asked whether somebody has written, ms. */
const REFRESHED_EVERY = 15_000

const useStyles = makeStyles({
  surface: {
    maxWidth: '560px',
    padding: 0,
    overflow: 'hidden',
    '@media (max-width: 699px)': { width: '100%', maxWidth: '100%', height: '100dvh', maxHeight: '100dvh', borderRadius: 0 },
  },
  body: {
    height: 'min(720px, 80vh)',
    maxHeight: 'none',
    gap: 0,
    gridTemplateRows: 'auto minmax(0, 1fr)',
    '@media (max-width: 699px)': { height: '100dvh' },
  },
  title: {
    minWidth: 0,
    overflowWrap: 'anywhere',
    padding: `${tokens.spacingVerticalL} 0 ${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
  },
  action: { padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} 0 0` },
  content: { display: 'flex', flexDirection: 'column', minHeight: 0, padding: 0, margin: 0, overflow: 'hidden' },
  waiting: { padding: tokens.spacingHorizontalXXL },
  words: { flexGrow: 1, flexBasis: '200px' },
})

/** While it is open and looked at, it shows what others write. */
const useFresh = (source: PastChatSource): void => {
  useEffect(() => {
    const refresh = (): void => {
      // What can't be told now is told the next time.
      if (document.visibilityState === 'visible') source.refresh().catch(() => undefined)
    }
    const timer = setInterval(refresh, REFRESHED_EVERY)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [source])
}

const Loaded = ({ code, first }: { code: string; first: PastChat }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const navigation = useNavigator()
  const selfPersonId = useAccount()?.person.id
  const field = useRef<HTMLTextAreaElement>(null)
  const source = useMemo(
    () => createPastChat(service.meetings, { code, selfPersonId, owner: service, first }),
    [service, code, selfPersonId, first],
  )
  const writing = useStore(source.view, (view) => view.writing)
  useFresh(source)
  useEffect(() => field.current?.focus(), [])

  const closed = {
    open: undefined,
    running: (
      <>
        <span className={styles.words}>{t('chat.past.running')}</span>
        <Button appearance="primary" onClick={() => navigation.open(code)}>
          {t('home.join')}
        </Button>
      </>
    ),
    denied: <span className={styles.words}>{t('chat.past.denied')}</span>,
  }[writing]
  return (
    <ChatSourceContext value={source}>
      <Conversation closed={closed} field={field} />
    </ChatSourceContext>
  )
}

const Asked = ({ code }: { code: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const { request, reload } = useRequest(useCallback(() => service.meetings.listMessages({ code }), [service, code]))
  if (request.state === 'loaded') return <Loaded code={code} first={request.value} />
  return (
    <div className={styles.waiting}>
      {request.state === 'loading' ? (
        <Spinner label={t('chat.past.loading')} />
      ) : (
        <ErrorCard code={request.code} level={3}>
          <Button onClick={() => void reload()}>{t('common.retry')}</Button>
        </ErrorCard>
      )}
    </div>
  )
}

/** The chat of a meeting from outside it: what was written, and where its options allow it, a field to write on. */
export const PastChatDialog = ({
  meeting,
  onClose,
}: {
  /** Undefined while it is closed. */
  meeting: Meeting | undefined
  onClose: () => void
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Dialog open={meeting !== undefined} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        {meeting === undefined ? undefined : (
          <DialogBody className={styles.body}>
            <DialogTitle
              className={styles.title}
              action={{
                className: styles.action,
                children: (
                  <Button
                    appearance="subtle"
                    icon={<DismissRegular />}
                    aria-label={t('common.close')}
                    title={t('common.close')}
                    onClick={onClose}
                  />
                ),
              }}
            >
              {t('chat.past.title', { title: meeting.title })}
            </DialogTitle>
            <DialogContent className={styles.content}>
              <Asked key={meeting.id} code={meeting.code} />
            </DialogContent>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
