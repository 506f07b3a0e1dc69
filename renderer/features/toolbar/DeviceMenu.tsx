import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '#shared/errors.ts'
import { useCall, useEngine, usePlatform } from '../../app/services.ts'
import type { DeviceKind } from '../../call/call-state.ts'
import { refusingPlace } from '../pre-join/way-out.ts'
import { CaretButton } from './CaretButton.tsx'
import { LevelMeter } from './LevelMeter.tsx'

/** Stands for the system's choice, which has no id. */
const SYSTEM = 'system'

const useStyles = makeStyles({
  popover: { width: '300px', maxWidth: 'calc(100vw - 16px)' },
  meter: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}` },
  why: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalM },
  title: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  icon: { flexShrink: 0, fontSize: '20px', color: tokens.colorPaletteMarigoldForeground2 },
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

const isDenied = (code: ErrorCode): boolean => code === 'CAMERA_DENIED' || code === 'MICROPHONE_DENIED'

/** What keeps the device away, and what to do about it. */
const Why = ({ id, kind, code }: { id: string; kind: 'microphone' | 'camera'; code: ErrorCode }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { info } = usePlatform()
  return (
    <div id={id} className={styles.why}>
      <Text weight="semibold" className={styles.title}>
        <WarningRegular className={styles.icon} aria-hidden="true" />
        {t(`error.${code}.title`)}
      </Text>
      <Text>{isDenied(code) ? t(`preJoin.wayOut.${refusingPlace(info)}.${kind}`) : t(`error.${code}.action`)}</Text>
    </div>
  )
}

const WaysOut = ({ kind, code }: { kind: 'microphone' | 'camera'; code: ErrorCode }) => {
  const { t } = useTranslation()
  const engine = useEngine()
  const { abilities, media } = usePlatform()
  const retry = async (): Promise<void> => {
    if (isDenied(code)) await media.request(kind)
    await (kind === 'camera' ? engine.setCamera(true) : engine.setMicrophone(true))
  }
  return (
    <>
      {isDenied(code) && abilities.mediaSettings.includes(kind) ? (
        <MenuItem icon={<SettingsRegular />} onClick={() => void media.openSettings(kind)}>
          {t('preJoin.openSettings')}
        </MenuItem>
      ) : null}
      <MenuItem icon={<ArrowClockwiseRegular />} onClick={() => void retry()}>
        {t('common.retry')}
      </MenuItem>
      <MenuDivider />
    </>
  )
}

/** Opens beside the microphone or the camera: which device is used, and why none is. */
export const DeviceMenu = ({ of }: { of: 'microphone' | 'camera' }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const why = useId()
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
        {local.failure === undefined ? null : <Why id={why} kind={of} code={local.failure.code} />}
        <MenuList aria-describedby={local.failure === undefined ? undefined : why}>
          {local.failure === undefined ? null : <WaysOut kind={of} code={local.failure.code} />}
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
