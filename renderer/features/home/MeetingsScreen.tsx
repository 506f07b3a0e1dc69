import { Button, makeStyles, mergeClasses, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components'
import { VideoAddRegular } from '@fluentui/react-icons/svg/video-add'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigation, useNavigator } from '../../app/navigation.ts'
import { usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { useNow } from '../../ui/use-now.ts'
import { ExpiringNotice } from '../recordings/ExpiringNotice.tsx'
import { Agenda } from './Agenda.tsx'
import { JoinWithCode } from './JoinWithCode.tsx'
import { NewMeetingDialog } from './NewMeetingDialog.tsx'

const MINUTE = 60_000

const useStyles = makeStyles({
  page: {
    width: '100%',
    maxWidth: '880px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '40px 32px 64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '32px',
    '@media (max-width: 699px)': { padding: '24px 16px 32px', gap: '24px' },
  },
  start: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
  },
  /** Level with the input beside it, below the field's label. */
  create: { marginTop: '26px', '@media (max-width: 560px)': { width: '100%', marginTop: 0 } },
  panel: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    padding: '24px',
  },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: '56px 24px',
    textAlign: 'center',
  },
  emptyText: { color: tokens.colorNeutralForeground3, maxWidth: '44ch', textWrap: 'balance' },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  skeletonRow: { display: 'grid', gridTemplateColumns: '72px 1fr', gap: tokens.spacingHorizontalL },
})

const SKELETON_ROWS = ['first', 'second', 'third'] as const

/** The meetings of the day and those to come, and the two ways into one: make it, or have its code. */
export const MeetingsScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const platform = usePlatform()
  const now = useNow(MINUTE)
  const navigation = useNavigator()
  const creating = useNavigation(({ dialog }) => dialog === 'newMeeting')
  const { request, reload } = useRequest(useCallback(() => platform.service.meetings.list(), [platform]))

  useEffect(() => {
    const refresh = (): void => {
      if (document.visibilityState === 'visible') void reload()
    }
    document.addEventListener('visibilitychange', refresh)
    const timer = setInterval(refresh, MINUTE)
    return () => {
      document.removeEventListener('visibilitychange', refresh)
      clearInterval(timer)
    }
  }, [reload])

  return (
    <div className={styles.page}>
      <Heading level={1}>{t('home.title')}</Heading>
      <div className={styles.start}>
        <Button
          appearance="primary"
          size="large"
          icon={<VideoAddRegular />}
          className={styles.create}
          onClick={() => navigation.openNewMeeting()}
        >
          {t('home.newMeeting')}
        </Button>
        <JoinWithCode />
      </div>
      <ExpiringNotice onShow={() => navigation.goTo('recordings')} />
      {request.state === 'loading' ? (
        <Skeleton aria-label={t('home.loadingMeetings')} className={mergeClasses(styles.panel, styles.skeleton)}>
          {SKELETON_ROWS.map((row) => (
            <div key={row} className={styles.skeletonRow}>
              <SkeletonItem size={36} />
              <SkeletonItem size={36} />
            </div>
          ))}
        </Skeleton>
      ) : null}
      {request.state === 'failed' ? (
        <ErrorCard code={request.code} className={styles.panel}>
          <Button onClick={() => void reload()}>{t('common.retry')}</Button>
        </ErrorCard>
      ) : null}
      {request.state === 'loaded' ? (
        <Agenda
          meetings={request.value}
          now={now}
          onChanged={() => void reload()}
          empty={(before) => (
            <section className={mergeClasses(styles.panel, styles.empty)}>
              <Heading level={2}>{t(before ? 'home.nothingAheadTitle' : 'home.emptyTitle')}</Heading>
              <Text className={styles.emptyText}>{t('home.emptyMeaning')}</Text>
            </section>
          )}
        />
      ) : null}
      <NewMeetingDialog open={creating} onClose={() => navigation.closeDialog()} onScheduled={() => void reload()} />
    </div>
  )
}
