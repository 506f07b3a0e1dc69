import { makeStyles, Switch, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useEngine, usePolicies } from '../../app/services.ts'
import type { LocalSource } from '../../call/call-state.ts'
import { DevicePicker } from '../../ui/DevicePicker.tsx'
import { ManagedMark } from '../../ui/ManagedMark.tsx'
import { MicrophoneMeter } from './MicrophoneMeter.tsx'
import { Refusal } from './Refusal.tsx'
import { TestSpeakers } from './TestSpeakers.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  device: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  heading: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', minHeight: '32px' },
  switch: { marginRight: `calc(-1 * ${tokens.spacingHorizontalS})` },
})

const Row = ({
  label,
  labelId,
  control,
  children,
}: {
  label: string
  labelId: string
  control: ReactNode
  children: ReactNode
}) => {
  const styles = useStyles()
  return (
    <div className={styles.device}>
      <div className={styles.heading}>
        <Text weight="semibold" id={labelId}>
          {label}
        </Text>
        {control}
      </div>
      {children}
    </div>
  )
}

/** What is refused or missing is not on, whatever the person wished. */
const isOn = ({ state }: LocalSource): boolean => state === 'on' || state === 'starting'

/** What the microphone hears, or why it hears nothing. */
const MicrophoneState = () => {
  const microphone = useCall((call) => call.local.microphone)
  return microphone.state === 'blocked' && microphone.failure !== undefined ? (
    <Refusal kind="microphone" code={microphone.failure.code} />
  ) : (
    <MicrophoneMeter track={microphone.track} on={isOn(microphone)} />
  )
}

/** Camera, microphone and speakers: which, and whether they are on. */
export const Devices = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const { allows } = usePolicies()
  const { available, selected } = useCall((call) => call.devices)
  const camera = useCall((call) => call.local.camera)
  const microphone = useCall((call) => call.local.microphone)
  const ids = { camera: useId(), microphone: useId(), speaker: useId() }

  return (
    <section aria-label={t('preJoin.devices')} className={styles.root}>
      <Row
        label={t('common.camera')}
        labelId={ids.camera}
        control={
          <Switch
            className={styles.switch}
            aria-labelledby={ids.camera}
            disabled={!allows.camera}
            checked={isOn(camera)}
            onChange={(_event, data) => void engine.setCamera(data.checked)}
          />
        }
      >
        <DevicePicker
          label={t('common.camera')}
          devices={available.camera}
          selected={selected.camera}
          onSelect={(id) => void engine.selectDevice('camera', id)}
        />
        {allows.camera ? null : <ManagedMark>{t('managed.camera')}</ManagedMark>}
      </Row>
      <Row
        label={t('common.microphone')}
        labelId={ids.microphone}
        control={
          <Switch
            className={styles.switch}
            aria-labelledby={ids.microphone}
            disabled={!allows.microphone}
            checked={isOn(microphone)}
            onChange={(_event, data) => void engine.setMicrophone(data.checked)}
          />
        }
      >
        <DevicePicker
          label={t('common.microphone')}
          devices={available.microphone}
          selected={selected.microphone}
          onSelect={(id) => void engine.selectDevice('microphone', id)}
        />
        {allows.microphone ? <MicrophoneState /> : <ManagedMark>{t('managed.microphone')}</ManagedMark>}
      </Row>
      <Row label={t('common.speaker')} labelId={ids.speaker} control={<TestSpeakers speakerId={selected.speaker} />}>
        <DevicePicker
          label={t('common.speaker')}
          devices={available.speaker}
          selected={selected.speaker}
          onSelect={(id) => void engine.selectDevice('speaker', id)}
        />
      </Row>
    </section>
  )
}
