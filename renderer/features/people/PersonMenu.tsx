import { Menu, MenuList, MenuPopover } from '@fluentui/react-components'
import { PersonMenuItems } from './PersonMenuItems.tsx'

/** What one may do to somebody of the list. There is one such menu, beside the row that asked for it. */
export const PersonMenu = ({
  participantId,
  anchor,
  onClose,
}: {
  participantId: string
  anchor: HTMLElement
  onClose(): void
}) => {
  const close = (): void => {
    onClose()
    anchor.focus()
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
          <PersonMenuItems participantId={participantId} onDone={close} />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
