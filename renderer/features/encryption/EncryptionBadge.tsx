import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ShieldRegular } from '@fluentui/react-icons/svg/shield'
import { ShieldErrorFilled } from '@fluentui/react-icons/svg/shield-error'
import { ShieldLockFilled } from '@fluentui/react-icons/svg/shield-lock'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import type { EncryptionState } from '../../call/encryption/encryption-state.ts'
import { useAction } from '../actions/ActionHost.tsx'

const useStyles = makeStyles({
  badge: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    flexShrink: 0,
    minWidth: '32px',
    minHeight: '32px',
    justifyContent: 'center',
    padding: `0 ${tokens.spacingHorizontalS}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '4px',
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
  open: { color: tokens.colorNeutralForeground2BrandSelected, backgroundColor: tokens.colorNeutralBackground1Selected },
  attention: { color: tokens.colorPaletteMarigoldForeground2 },
  icon: { flexShrink: 0, fontSize: '20px' },
  words: { '@media (max-width: 559px)': { display: 'none' } },
  mark: {
    flexShrink: 0,
    width: '8px',
    height: '8px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: '#f2c661',
    '@media (forced-colors: active)': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
})

const Icon = ({ status, className }: { status: EncryptionState['status']; className: string }) => {
  switch (status) {
    case 'protected':
      return <ShieldLockFilled aria-hidden="true" className={className} />
    case 'settling':
      return <ShieldRegular aria-hidden="true" className={className} />
    case 'lost':
      return <ShieldErrorFilled aria-hidden="true" className={className} />
  }
}

/** Whether the meeting is end-to-end encrypted now, and whether its security code is another than last seen. Opens the panel. */
export const EncryptionBadge = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const action = useAction('toggleEncryption')
  const status = useCall(({ encryption }) => encryption?.status)
  const unseen = useCall(({ encryption }) => encryption?.unseen ?? false)
  if (status === undefined || !action.available) return null
  const words = t(`encrypted.status.${status}`)
  const hint = action.shortcut === undefined ? words : `${words} (${action.shortcut})`
  return (
    <button
      type="button"
      className={mergeClasses(styles.badge, status !== 'protected' && styles.attention, action.on && styles.open)}
      aria-label={unseen ? `${words}. ${t('encrypted.changedMark')}` : words}
      aria-pressed={action.on}
      aria-keyshortcuts={action.ariaShortcut}
      title={unseen ? `${hint}. ${t('encrypted.changedMark')}` : hint}
      data-opens="encryption"
      data-encryption={status}
      onClick={action.run}
    >
      <Icon status={status} className={styles.icon} />
      <span className={styles.words} aria-hidden="true">
        {words}
      </span>
      {unseen ? <span className={styles.mark} data-unseen /> : null}
    </button>
  )
}
