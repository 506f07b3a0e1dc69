import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { GuestAddRegular } from '@fluentui/react-icons/svg/guest-add'
import { HandRightOffRegular } from '@fluentui/react-icons/svg/hand-right-off'
import { HistoryRegular } from '@fluentui/react-icons/svg/history'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { LockOpenRegular } from '@fluentui/react-icons/svg/lock-open'
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off'
import { MicProhibitedRegular } from '@fluentui/react-icons/svg/mic-prohibited'
import { PeopleSettingsRegular } from '@fluentui/react-icons/svg/people-settings'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'
import type { ActionId } from '../actions/actions.ts'

const Item = ({ id, icon, label }: { id: ActionId; icon: ReactElement; label: string }) => {
  const action = useAction(id)
  if (!action.available) return null
  return (
    <MenuItem icon={icon} disabled={action.disabledReason !== undefined} onClick={action.run}>
      {label}
    </MenuItem>
  )
}

/** What is done to the whole meeting, for those who may; nothing for all others. */
export const ManageMenu = () => {
  const { t } = useTranslation()
  const mute = useAction('muteAll')
  const lock = useAction('toggleLock')
  const options = useAction('toggleOptions')
  if (!mute.available && !lock.available) return null
  return (
    <Menu inline positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<PeopleSettingsRegular />}
          aria-label={t('manage.meeting')}
          title={t('manage.meeting')}
          data-opens="options log"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <Item id="muteAll" icon={<MicOffRegular />} label={t('actions.name.muteAll')} />
          <Item id="holdBackMicrophones" icon={<MicProhibitedRegular />} label={t('actions.name.holdBackMicrophones')} />
          <Item id="lowerAllHands" icon={<HandRightOffRegular />} label={t('actions.name.lowerAllHands')} />
          <Item
            id="toggleLock"
            icon={lock.on ? <LockOpenRegular /> : <LockClosedRegular />}
            label={t(lock.on ? 'actions.unlock' : 'actions.name.toggleLock')}
          />
          {options.available ? <MenuDivider /> : null}
          <Item id="toggleOptions" icon={<SettingsRegular />} label={t('actions.name.toggleOptions')} />
          <Item id="openSetup" icon={<GuestAddRegular />} label={t('actions.name.openSetup')} />
          <Item id="toggleLog" icon={<HistoryRegular />} label={t('actions.name.toggleLog')} />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
