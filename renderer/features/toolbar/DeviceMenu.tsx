import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall, useEngine } from '../../app/services.ts'
import type { DeviceKind } from '../../call/call-state.ts'
import { Refusal } from '../pre-join/Refusal.tsx'
import { CaretButton } from './CaretButton.tsx'
import { LevelMeter } from './LevelMeter.tsx'

/** Stands for the system's choice, which has no id. */
const SYSTEM = 'system'

const useStyles = makeStyles({
  popover: { width: '300px', maxWidth: 'calc(100vw - 16px)' },
  meter: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}` },
  refusal: { padding: tokens.spacingHorizontalM },
})

const Devices = ({ kind }: { kind: DeviceKind }) => {
  const { t } = useTranslation()
  const devices = useCall((state) => state.devices.available[kind])
  return (
    <MenuGroup>
      <MenuGroupHeader>{t(`common.${kind}`)}</MenuGroupHeader>
      <MenuItemRadio name={kind} value={SYSTEM}>
        {t('toolbar.systemDefault')}
      </MenuItemRadio>
      {devices.map(({ id, label }) => (
        <MenuItemRadio key={id} name={kind} value={id}>
          {label}
        </MenuItemRadio>
      ))}
    </MenuGroup>
  )
}

/** Opens beside the microphone or the camera: which device is used, and why none is. */
export const DeviceMenu = ({ of }: { of: 'microphone' | 'camera' }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const selected = useCall((state) => state.devices.selected)
  const local = useCall((state) => state.local[of])
  const checked = Object.fromEntries(
    (['microphone', 'camera', 'speaker'] as const).map((kind) => [kind, [selected[kind] ?? SYSTEM]]),
  )

  return (
    <Menu
      inline
      positioning="above"
      persistOnItemClick
      checkedValues={checked}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        const id = checkedItems[0]
        void engine.selectDevice(name as DeviceKind, id === SYSTEM ? undefined : id)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <CaretButton label={t(of === 'microphone' ? 'toolbar.microphoneOptions' : 'toolbar.cameraOptions')} />
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        {local.failure === undefined ? null : (
          <div className={styles.refusal}>
            <Refusal kind={of} code={local.failure.code} />
          </div>
        )}
        <MenuList>
          <Devices kind={of} />
          {of === 'microphone' ? (
            <>
              <div role="presentation" className={styles.meter}>
                <LevelMeter track={local.state === 'on' ? local.track : undefined} />
              </div>
              <MenuDivider />
              <Devices kind="speaker" />
            </>
          ) : null}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
