import { Button, makeStyles, Text, useRestoreFocusTarget } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { PROTOCOL_VERSION } from '#shared/contract/version.ts'
import { usePlatform } from '../../app/services.ts'
import { useAbout } from '../../app/use-about.ts'
import { useAction } from '../actions/ActionHost.tsx'
import { SettingRow } from './SettingRow.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

const useStyles = makeStyles({
  value: { textAlign: 'end', overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
})

/** Versions, and where the service is: what support asks for first. */
export const About = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { diagnostics, info, serviceOrigin } = usePlatform()
  const selfCheck = useAction('openDiagnostics')
  /** The focus comes back to the button when the self-check is closed. */
  const focusTarget = useRestoreFocusTarget()
  const { request } = useAbout()
  const service = request.state === 'failed' ? t('settings.unreachable') : (request.value?.version ?? t('common.loading'))
  const range = request.value?.protocol ?? { oldest: PROTOCOL_VERSION, current: PROTOCOL_VERSION }
  const rows = [
    { label: t('settings.client'), value: info.version },
    { label: t('settings.service'), value: service },
    { label: t('settings.serviceAddress'), value: serviceOrigin },
    { label: t('settings.protocol'), value: t('settings.protocolRange', range) },
  ]
  return (
    <SettingsGroup title={t('settings.about')}>
      {rows.map(({ label, value }) => (
        <SettingRow key={label} label={label} compact>
          <Text className={styles.value}>{value}</Text>
        </SettingRow>
      ))}
      {diagnostics === undefined ? null : (
        <SettingRow compact label={t('diagnostics.title')} note={t('diagnostics.openNote')}>
          <Button {...focusTarget} onClick={selfCheck.run}>
            {t('diagnostics.open')}
          </Button>
        </SettingRow>
      )}
    </SettingsGroup>
  )
}
