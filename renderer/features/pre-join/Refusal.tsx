import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#shared/errors.ts'
import { useEngine, usePlatform } from '../../app/services.ts'
import { refusingPlace } from './way-out.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, paddingTop: tokens.spacingVerticalXS },
  title: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  icon: { flexShrink: 0, fontSize: '20px', color: tokens.colorPaletteMarigoldForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalXS },
})

/** Why there is no camera or microphone, and the way out. */
export const Refusal = ({ kind, code }: { kind: 'camera' | 'microphone'; code: ErrorCode }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const platform = usePlatform()
  const engine = useEngine()
  const denied = code === 'CAMERA_DENIED' || code === 'MICROPHONE_DENIED'

  const retry = async (): Promise<void> => {
    if (denied) await platform.media.request(kind)
    await (kind === 'camera' ? engine.setCamera(true) : engine.setMicrophone(true))
  }

  return (
    <div role="alert" className={styles.root}>
      <Text weight="semibold" className={styles.title}>
        <WarningRegular className={styles.icon} aria-hidden="true" />
        {t(`error.${code}.title`)}
      </Text>
      <Text>{t(`error.${code}.meaning`)}</Text>
      <Text>{denied ? t(`preJoin.wayOut.${refusingPlace(platform.info)}.${kind}`) : t(`error.${code}.action`)}</Text>
      <div className={styles.actions}>
        {denied && platform.abilities.mediaSettings.includes(kind) ? (
          <Button onClick={() => void platform.media.openSettings(kind)}>{t('preJoin.openSettings')}</Button>
        ) : null}
        <Button onClick={() => void retry()}>{t('common.retry')}</Button>
      </div>
    </div>
  )
}
