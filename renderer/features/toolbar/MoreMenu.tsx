import { Menu, MenuDivider, MenuItem, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { FullScreenMaximizeRegular } from '@fluentui/react-icons/svg/full-screen-maximize'
import { KeyboardRegular } from '@fluentui/react-icons/svg/keyboard'
import { LinkRegular } from '@fluentui/react-icons/svg/link'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { OptionsRegular } from '@fluentui/react-icons/svg/options'
import { PersonVoiceRegular } from '@fluentui/react-icons/svg/person-voice'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'
import { RecordingItems } from '../recording/RecordingItems.tsx'
import { ControlButton } from './ControlButton.tsx'

/** What is needed now and then. */
export const MoreMenu = () => {
  const { t } = useTranslation()
  const speakerView = useAction('toggleView')
  const fullScreen = useAction('toggleFullScreen')
  const copyLink = useAction('copyLink')
  const options = useAction('toggleOptions')
  const shortcuts = useAction('showShortcuts')
  const settings = useAction('openSettings')
  const checked = [speakerView.on && 'toggleView', fullScreen.on && 'toggleFullScreen'].filter((id) => id !== false)
  return (
    <Menu inline positioning="above" checkedValues={{ view: checked }} onCheckedValueChange={() => undefined}>
      <MenuTrigger disableButtonEnhancement>
        <ControlButton icon={<MoreHorizontalRegular />} label={t('toolbar.more')} hint={t('toolbar.more')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemCheckbox
            persistOnClick={false}
            name="view"
            value="toggleView"
            icon={<PersonVoiceRegular />}
            onClick={speakerView.run}
          >
            {t('actions.name.toggleView')}
          </MenuItemCheckbox>
          <MenuItemCheckbox
            persistOnClick={false}
            name="view"
            value="toggleFullScreen"
            icon={<FullScreenMaximizeRegular />}
            onClick={fullScreen.run}
          >
            {t('actions.name.toggleFullScreen')}
          </MenuItemCheckbox>
          <MenuDivider />
          <RecordingItems />
          {options.available ? (
            <MenuItem icon={<OptionsRegular />} onClick={options.run}>
              {t('actions.name.toggleOptions')}
            </MenuItem>
          ) : null}
          {copyLink.available ? (
            <MenuItem icon={<LinkRegular />} onClick={copyLink.run}>
              {t('actions.name.copyLink')}
            </MenuItem>
          ) : null}
          <MenuItem icon={<KeyboardRegular />} secondaryContent={shortcuts.shortcut} onClick={shortcuts.run}>
            {t('actions.name.showShortcuts')}
          </MenuItem>
          <MenuItem icon={<SettingsRegular />} onClick={settings.run}>
            {t('actions.name.openSettings')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
