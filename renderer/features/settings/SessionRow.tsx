import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop'
import { GlobeRegular } from '@fluentui/react-icons/svg/globe'
import { useTranslation } from 'react-i18next'
import type { SessionInfo } from '#shared/contract/identity.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useDeviceName } from './use-device-name.ts'

export type SessionRowState = 'alive' | 'ending' | 'ended'

/** The service keeps the last use to the minute, ms. */
const JUST_NOW = 2 * 60_000

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
    padding: '14px 24px',
    '@container (max-width: 520px)': { gridTemplateColumns: 'auto minmax(0, 1fr)', padding: '12px 16px' },
  },
  icon: { fontSize: '24px', display: 'grid', color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  note: { color: tokens.colorNeutralForeground3 },
  end: { '@container (max-width: 520px)': { gridColumn: '2', justifySelf: 'start' } },
})

interface Props {
  session: SessionInfo
  state: SessionRowState
  now: number
  onSignOut: () => void
}

/** One session: which device, when it was last used, and the way to end it. */
export const SessionRow = ({ session, state, now, onSignOut }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const name = useDeviceName()(session.device)
  const { current, device, lastUsedAt } = session
  const used =
    current || now - lastUsedAt < JUST_NOW ? t('sessions.usedNow') : t('sessions.used', { when: format.ago(lastUsedAt, now) })
  const facts = [...(current ? [t('sessions.thisDevice')] : []), t(`sessions.os.${device.os}`), ...(current ? [] : [used])]
  return (
    <li className={styles.row}>
      <span className={styles.icon} aria-hidden="true">
        {device.kind === 'desktop' ? <DesktopRegular /> : <GlobeRegular />}
      </span>
      <div className={styles.words}>
        <Text weight={current ? 'semibold' : 'regular'}>{name}</Text>
        <Text size={200} className={styles.note}>
          {facts.join(' · ')}
        </Text>
      </div>
      <div className={styles.end} role="status">
        {state === 'ended' ? (
          <Text className={styles.note}>{t('sessions.signedOut')}</Text>
        ) : (
          <Button
            disabledFocusable={state === 'ending'}
            aria-label={current || state === 'ending' ? undefined : t('sessions.signOutThereOf', { device: name })}
            onClick={onSignOut}
          >
            {state === 'ending' ? t('sessions.signingOut') : t(current ? 'sessions.signOutHere' : 'sessions.signOutThere')}
          </Button>
        )}
      </div>
    </li>
  )
}
