import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/Avatar.tsx'
import { useNavigator } from './navigation.ts'
import { useAccount } from './services.ts'

const useStyles = makeStyles({
  button: { padding: 0, minWidth: '44px', width: '44px', height: '44px', borderRadius: tokens.borderRadiusCircular },
  person: {
    display: 'flex',
    flexDirection: 'column',
    maxWidth: '320px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  detail: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

/** Who one is, and the way to be somebody else. */
export const AccountMenu = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const account = useAccount()
  if (account === undefined) return null
  const { name, organisation } = account.person
  const details = [account.email, organisation].filter((detail) => detail !== undefined)
  return (
    <Menu inline positioning="after-bottom">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          className={styles.button}
          aria-label={t('home.account', { name })}
          icon={<Avatar name={name} size={32} />}
        />
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.person}>
          <Text weight="semibold">{name}</Text>
          {details.map((detail) => (
            <Text key={detail} size={200} className={styles.detail}>
              {detail}
            </Text>
          ))}
        </div>
        <MenuList>
          <MenuDivider />
          <MenuItem icon={<SignOutRegular />} onClick={() => void navigation.signOut()}>
            {t('home.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
