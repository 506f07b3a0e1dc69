import { Button, makeStyles, mergeClasses, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionInfo } from '#shared/contract/identity.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useNavigator } from '../../app/navigation.ts'
import { isBusy } from '../../app/screen.ts'
import { useCall, usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useConfirmed } from '../sign-in/confirmed.ts'
import { SessionRow, type SessionRowState } from './SessionRow.tsx'
import { SignOutDialog, type SignOutQuestion } from './SignOutDialog.tsx'
import { useDeviceName } from './use-device-name.ts'

const useStyles = makeStyles({
  part: { padding: '14px 24px', '@container (max-width: 520px)': { padding: '12px 16px' } },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    '& > * + *': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  note: { color: tokens.colorNeutralForeground3 },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

const MINUTE = 60_000
const SKELETON_ROWS = ['first', 'second'] as const

/** Where one is signed in, each to be ended from here. */
export const Sessions = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const navigation = useNavigator()
  const confirmed = useConfirmed()
  const nameOf = useDeviceName()
  const now = useNow(MINUTE)
  const inMeeting = useCall(({ phase }) => isBusy(phase))
  const { request, reload } = useRequest(useCallback(() => service.identity.listSessions(), [service]))
  const [changed, setChanged] = useState<ReadonlyMap<string, SessionRowState>>(new Map())
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()
  const [question, setQuestion] = useState<SignOutQuestion | undefined>()

  const become = (id: string, state: SessionRowState): void => setChanged((before) => new Map(before).set(id, state))

  const end = async (id: string): Promise<void> => {
    become(id, 'ending')
    setRefusal(undefined)
    try {
      await confirmed(() => service.identity.endSession({ id }))
      become(id, 'ended')
    } catch (error) {
      const { code } = toParleyError(error)
      // What is not there any more has ended, whoever did it.
      become(id, code === 'NOT_FOUND' ? 'ended' : 'alive')
      if (code !== 'NOT_FOUND' && code !== 'SIGN_IN_CANCELLED') setRefusal(code)
    }
  }

  const signOut = (session: SessionInfo): void => {
    if (!session.current) setQuestion({ kind: 'there', id: session.id, device: nameOf(session.device) })
    else if (inMeeting) setQuestion({ kind: 'here' })
    else void navigation.signOut()
  }

  const answer = (sure: boolean): void => {
    setQuestion(undefined)
    if (!sure) return
    if (question?.kind === 'there') void end(question.id)
    else void navigation.signOut()
  }

  if (request.state === 'loading') {
    return (
      <Skeleton aria-label={t('sessions.loading')} className={mergeClasses(styles.part, styles.skeleton)}>
        {SKELETON_ROWS.map((row) => (
          <SkeletonItem key={row} size={32} />
        ))}
      </Skeleton>
    )
  }
  if (request.state === 'failed') {
    return (
      <ErrorCard code={request.code} level={3} className={styles.part}>
        <Button onClick={() => void reload()}>{t('common.retry')}</Button>
      </ErrorCard>
    )
  }
  return (
    <div>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} className={styles.part} />}
      <ul aria-label={t('sessions.list')} className={styles.list}>
        {request.value.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            state={changed.get(session.id) ?? 'alive'}
            now={now}
            onSignOut={() => signOut(session)}
          />
        ))}
      </ul>
      {request.value.length > 1 ? null : (
        <div className={styles.part}>
          <Text size={200} className={styles.note}>
            {t('sessions.onlyThis')}
          </Text>
        </div>
      )}
      <SignOutDialog question={question} onAnswer={answer} />
    </div>
  )
}
