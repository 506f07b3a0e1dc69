import { makeStyles, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { ShareScreenPersonRegular } from '@fluentui/react-icons/svg/share-screen-person'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { peopleIn } from '../../call/encryption/known-person.ts'
import { LabelMark } from '../../ui/LabelMark.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { EncryptionBadge } from '../encryption/EncryptionBadge.tsx'
import { useWhoWords } from '../encryption/use-who-words.ts'
import { RecordingBadge } from '../recording/RecordingBadge.tsx'
import { SharingBadge } from '../share/SharingBadge.tsx'
import { sharesOf, shownShare } from './order.ts'
import { useView } from './stage-view.ts'

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '44px',
    padding: `0 ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground1,
    '@media (max-width: 699px)': { padding: `0 ${tokens.spacingHorizontalM}` },
  },
  title: {
    margin: 0,
    minWidth: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    outlineStyle: 'none',
  },
  time: {
    flexShrink: 0,
    fontVariantNumeric: 'tabular-nums',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
  },
  badges: { marginLeft: 'auto', display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minWidth: 0 },
  badge: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'nowrap',
  },
  badgeText: { overflow: 'hidden', textOverflow: 'ellipsis' },
  icon: { fontSize: '20px', flexShrink: 0 },
})

const Elapsed = ({ since }: { since: number }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const time = format.elapsed(useNow(1000) - since)
  return (
    <span role="timer" aria-label={t('stage.elapsed', { time })} className={styles.time}>
      {time}
    </span>
  )
}

/** Which meeting, for how long, and who shows something. */
export const TopStrip = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const title = useCall((state) => state.meeting?.title ?? '')
  const label = useCall((state) => state.meeting?.label)
  const locked = useCall((state) => state.locked)
  const startedAt = useCall((state) => state.startedAt)
  const words = useWhoWords()
  const chosen = useView((view) => view.chosenShareId)
  const sharer = useCall((state) => {
    const share = shownShare(sharesOf(state.participants), state.selfId, chosen)
    return share === undefined ? undefined : peopleIn(state).find(({ id }) => id === share.participantId)?.name
  })
  return (
    <header className={styles.strip}>
      <h1 className={styles.title} tabIndex={-1} title={title}>
        {title}
      </h1>
      {startedAt === undefined ? null : <Elapsed since={startedAt} />}
      <div className={styles.badges}>
        <RecordingBadge />
        <EncryptionBadge />
        {label === undefined ? null : (
          <span className={styles.badge}>
            <LabelMark label={label} />
          </span>
        )}
        {locked ? (
          <span className={styles.badge}>
            <LockClosedRegular className={styles.icon} aria-hidden="true" />
            <span className={styles.badgeText}>{t('stage.locked')}</span>
          </span>
        ) : null}
        {sharer === undefined ? null : (
          <span className={styles.badge}>
            <ShareScreenPersonRegular className={styles.icon} aria-hidden="true" />
            <span className={styles.badgeText}>{t('stage.shareOf', { name: words.name(sharer) })}</span>
          </span>
        )}
      </div>
      <SharingBadge />
    </header>
  )
}
