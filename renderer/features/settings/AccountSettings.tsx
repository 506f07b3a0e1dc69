import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Sessions } from './Sessions.tsx'
import { SettingsGroup } from './SettingsGroup.tsx'

const useStyles = makeStyles({
  account: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: '14px 24px',
    minWidth: 0,
    '@container (max-width: 520px)': { padding: '12px 16px' },
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  detail: { color: tokens.colorNeutralForeground3 },
})

/** Who a member is here, and everywhere that they are signed in. A guest is so nowhere but in this page. */
export const AccountSettings = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const account = useAccount()
  if (account === undefined || account.person.kind === 'guest') return null
  const { name, organisation } = account.person
  return (
    <SettingsGroup title={t('sessions.title')}>
      <div className={styles.account}>
        <Avatar name={name} size={40} />
        <div className={styles.words}>
          <Text weight="semibold">{name}</Text>
          {[account.email, organisation].map((detail) =>
            detail === undefined ? null : (
              <Text key={detail} size={200} className={styles.detail}>
                {detail}
              </Text>
            ),
          )}
        </div>
      </div>
      <Sessions />
    </SettingsGroup>
  )
}
