import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ShareScreenStartFilled } from '@fluentui/react-icons/svg/share-screen-start'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { useAction } from '../actions/ActionHost.tsx'

const useStyles = makeStyles({
  badge: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    paddingLeft: tokens.spacingHorizontalM,
    borderRadius: '4px',
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    whiteSpace: 'nowrap',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  icon: { fontSize: '20px', flexShrink: 0 },
  words: { '@media (max-width: 479px)': { display: 'none' } },
  stop: { fontWeight: tokens.fontWeightSemibold },
})

/** Said for as long as everybody sees one's own screen, with the way to end it. */
export const SharingBadge = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const sharing = useCall(({ local }) => local.screen.state === 'on')
  const action = useAction('toggleShare')
  if (!sharing) return null
  return (
    <div className={styles.badge} role="status">
      <ShareScreenStartFilled className={styles.icon} aria-hidden="true" />
      <span className={styles.words}>{t('stage.ownShare')}</span>
      <Button className={styles.stop} appearance="primary" onClick={action.run}>
        {t('share.stop')}
      </Button>
    </div>
  )
}
