import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { EditRegular } from '@fluentui/react-icons/svg/edit'
import { FlagRegular } from '@fluentui/react-icons/svg/flag'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Message } from '#shared/contract/chat.ts'
import { useChat } from './chat-source.ts'

export interface MessageMenuProps {
  message: Message
  anchor: HTMLElement
  onEdit(): void
  onDelete(): void
  onReport(): void
  onClose(): void
}

/** What is done with a message less often. There is one such menu, beside the row that asked for it. */
export const MessageMenu = ({ message, anchor, onEdit, onDelete, onReport, onClose }: MessageMenuProps) => {
  const { t } = useTranslation()
  const permissions = useChat(useShallow((view) => view.permissionsOf(message)))
  const close = (): void => {
    onClose()
    anchor.focus()
  }
  const choose = (what: () => void) => () => {
    close()
    what()
  }
  return (
    <Menu
      inline
      open
      positioning={{ target: anchor, position: 'below', align: 'end' }}
      onOpenChange={(_, { open }) => !open && close()}
    >
      <MenuPopover>
        <MenuList>
          {permissions.edit ? (
            <MenuItem icon={<EditRegular />} onClick={choose(onEdit)}>
              {t('chat.actions.edit')}
            </MenuItem>
          ) : null}
          {permissions.delete ? (
            <MenuItem icon={<DeleteRegular />} onClick={choose(onDelete)}>
              {t('chat.actions.delete')}
            </MenuItem>
          ) : null}
          {permissions.report ? (
            <MenuItem icon={<FlagRegular />} onClick={choose(onReport)}>
              {t('chat.actions.report')}
            </MenuItem>
          ) : null}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
