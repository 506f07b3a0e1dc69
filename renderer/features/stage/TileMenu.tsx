import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components'
import { PinRegular } from '@fluentui/react-icons/svg/pin'
import { PinOffRegular } from '@fluentui/react-icons/svg/pin-off'
import { useTranslation } from 'react-i18next'
import { PersonMenuItems } from '../people/PersonMenuItems.tsx'
import { useStageView, useView } from './stage-view.ts'

/** What one may do with one tile. There is one such menu, beside the tile that asked for it. */
export const TileMenu = ({ participantId, anchor, onClose }: { participantId: string; anchor: HTMLElement; onClose(): void }) => {
  const { t } = useTranslation()
  const view = useStageView()
  const pinned = useView(({ pinnedId }) => pinnedId === participantId)
  const close = (): void => {
    onClose()
    anchor.closest<HTMLElement>('[data-tile]')?.focus()
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
          <MenuItem
            icon={pinned ? <PinOffRegular /> : <PinRegular />}
            onClick={() => {
              view.setState(pinned ? { pinnedId: undefined } : { pinnedId: participantId, mode: 'speaker' })
              close()
            }}
          >
            {t(pinned ? 'stage.unpin' : 'stage.pin')}
          </MenuItem>
          <PersonMenuItems participantId={participantId} dividerFirst onDone={close} />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
