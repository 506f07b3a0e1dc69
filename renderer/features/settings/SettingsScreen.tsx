import { makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Heading } from '../../ui/Heading.tsx'
import { SettingsSections } from './SettingsSections.tsx'

const useStyles = makeStyles({
  page: {
    width: '100%',
    maxWidth: '760px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '40px 32px 64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '32px',
    '@media (max-width: 699px)': { padding: '24px 16px 32px', gap: '24px' },
  },
})

export const SettingsScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <div className={styles.page}>
      <Heading level={1}>{t('settings.title')}</Heading>
      <SettingsSections />
    </div>
  )
}
