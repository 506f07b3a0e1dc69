import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall, useIdentity } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { StageTheme } from '../../ui/ThemeRoot.tsx'
import { TrackVideo } from '../../ui/TrackVideo.tsx'
import { Refusal } from './Refusal.tsx'

const useStyles = makeStyles({
  frame: {
    position: 'relative',
    width: '100%',
    aspectRatio: '16 / 9',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
    '@media (max-width: 560px)': { minHeight: '200px' },
  },
  /** A refusal may need more room than 16:9 gives on a narrow screen. */
  growing: { '@media (max-width: 560px)': { aspectRatio: 'auto' } },
  video: { width: '100%', height: '100%', objectFit: 'cover', transform: 'scaleX(-1)', display: 'block' },
  centre: {
    minHeight: '100%',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXXL,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalL,
  },
  fill: { position: 'absolute', inset: 0 },
  refusal: { maxWidth: '46ch' },
})

/** Oneself as in a mirror, or why there is no picture. */
export const Mirror = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const camera = useCall((call) => call.local.camera)
  const identity = useIdentity()
  const name = identity.state === 'signedIn' ? identity.person.name : ''
  const refused = camera.state === 'blocked' && camera.failure !== undefined

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
    <StageTheme className={mergeClasses(styles.frame, refused && styles.growing)}>
      <section aria-label={t('preJoin.mirror')} className={refused ? undefined : styles.fill}>
        {inside()}
      </section>
    </StageTheme>
  )
}
