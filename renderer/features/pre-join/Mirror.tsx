import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useAccount, useCall } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { StageTheme } from '../../ui/ThemeRoot.tsx'
import { TrackVideo } from '../../ui/TrackVideo.tsx'
import { Refusal } from './Refusal.tsx'

const useStyles = makeStyles({
  /** Grows where a refusal needs more room than 16:9 gives. */
  frame: {
    position: 'relative',
    display: 'grid',
    width: '100%',
    aspectRatio: '16 / 9',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground3,
    // Seen in high contrast only.
    outline: `1px solid ${tokens.colorTransparentStroke}`,
    outlineOffset: '-1px',
  },
  video: {
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    objectFit: 'cover',
    transform: 'scaleX(-1)',
  },
  centre: {
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalL,
  },
  refusal: { maxWidth: '46ch' },
})

/** Oneself as in a mirror, or why there is no picture. */
export const Mirror = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const camera = useCall((call) => call.local.camera)
  const name = useAccount()?.person.name ?? ''

  const inside = () => {
    if (camera.state === 'on' && camera.track !== undefined) return <TrackVideo track={camera.track} className={styles.video} />
    if (camera.state === 'blocked' && camera.failure !== undefined) {
      return (
        <div className={styles.centre}>
          <div className={styles.refusal}>
            <Refusal kind="camera" code={camera.failure.code} />
          </div>
        </div>
      )
    }
    if (camera.state === 'off') {
      return (
        <div className={styles.centre}>
          <Avatar name={name} size={96} />
          <Text>{t('preJoin.cameraOff')}</Text>
        </div>
      )
    }
    return (
      <div className={styles.centre}>
        <Spinner label={t('preJoin.cameraStarting')} labelPosition="below" />
      </div>
    )
  }

  return (
    <section aria-label={t('preJoin.mirror')}>
      <StageTheme>
        <div className={styles.frame}>{inside()}</div>
      </StageTheme>
    </section>
  )
}
