import { Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { CallEndFilled } from '@fluentui/react-icons/svg/call-end'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'
import { CaretButton } from './CaretButton.tsx'
import { ControlButton } from './ControlButton.tsx'

/** The way out: at once for oneself; for everybody in a menu beside it, for those who may. */
export const LeaveButton = () => {
  const { t } = useTranslation()
  const leave = useAction('leave')
  const end = useAction('endMeeting')
  return (
    <>
      <ControlButton
        icon={<CallEndFilled />}
        label={t('toolbar.leave')}
        hint={`${t('actions.name.leave')} (${leave.shortcut})`}
        aria-keyshortcuts={leave.ariaShortcut}
        tone="danger"
        joined={end.available}
        onClick={leave.run}
      />
      {end.available ? (
        <Menu inline positioning="above-end">
          <MenuTrigger disableButtonEnhancement>
            <CaretButton danger label={t('toolbar.leaveOptions')} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem secondaryContent={leave.shortcut} onClick={leave.run}>
                {t('actions.name.leave')}
              </MenuItem>
              <MenuItem disabled={end.disabledReason !== undefined} onClick={end.run}>
                {t('actions.name.endMeeting')}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : null}
    </>
  )
}
