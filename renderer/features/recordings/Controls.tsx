import { Button, makeStyles, Select, Slider, Text, Tooltip, tokens } from '@fluentui/react-components'
import { FastForwardRegular } from '@fluentui/react-icons/svg/fast-forward'
import { FullScreenMaximizeRegular } from '@fluentui/react-icons/svg/full-screen-maximize'
import { FullScreenMinimizeRegular } from '@fluentui/react-icons/svg/full-screen-minimize'
import { PauseRegular } from '@fluentui/react-icons/svg/pause'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { RewindRegular } from '@fluentui/react-icons/svg/rewind'
import { SpeakerBoxRegular } from '@fluentui/react-icons/svg/speaker-box'
import { SpeakerMuteRegular } from '@fluentui/react-icons/svg/speaker-mute'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { VIEWS, type View } from './player/composition.ts'
import { RATES } from './player/recording-player.ts'

/** s */
export const LEAP = 10

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '4px 12px 8px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px' },
  time: { fontVariantNumeric: 'tabular-nums', marginInline: '8px', whiteSpace: 'nowrap' },
  gap: { flexGrow: 1 },
  slider: { width: '100%', minWidth: 0 },
  volume: { width: '88px', minWidth: 0, '@media (max-width: 559px)': { display: 'none' } },
})

export interface ControlsProps {
  /** ms */
  position: number
  duration: number
  playing: boolean
  rate: number
  volume: number
  muted: boolean
  view: View
  fullScreen: boolean
  onPlay: () => void
  onPause: () => void
  onSeek: (position: number) => void
  onRate: (rate: number) => void
  onVolume: (volume: number, muted: boolean) => void
  onView: (view: View) => void
  onFullScreen: (on: boolean) => void
}

/** What a recording is played with. */
export const Controls = (props: ControlsProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const { position, duration, playing, rate, volume, muted, view, fullScreen } = props
  const at = t('recordings.player.positionOf', { position: format.elapsed(position), duration: format.elapsed(duration) })

  const button = (label: string, icon: React.JSX.Element, onClick: () => void) => (
    <Tooltip content={label} relationship="label">
      <Button appearance="subtle" icon={icon} onClick={onClick} />
    </Tooltip>
  )

  return (
    <div className={styles.root}>
      <Slider
        className={styles.slider}
        aria-label={t('recordings.player.position')}
        aria-valuetext={at}
        min={0}
        max={Math.max(1, duration)}
        // Of the input alone: for its own step Fluent would draw marks, so many that they hide the rail.
        input={{ step: 1_000 }}
        value={position}
        onChange={(_event, data) => props.onSeek(data.value)}
      />
      <div className={styles.row}>
        {playing
          ? button(t('recordings.player.pause'), <PauseRegular />, props.onPause)
          : button(t('recordings.player.play'), <PlayRegular />, props.onPlay)}
        {button(t('recordings.player.back', { seconds: LEAP }), <RewindRegular />, () => props.onSeek(position - LEAP * 1_000))}
        {button(t('recordings.player.forward', { seconds: LEAP }), <FastForwardRegular />, () =>
          props.onSeek(position + LEAP * 1_000),
        )}
        <Text className={styles.time}>{at}</Text>
        <span className={styles.gap} />
        {button(
          t(muted ? 'recordings.player.unmute' : 'recordings.player.mute'),
          muted ? <SpeakerMuteRegular /> : <SpeakerBoxRegular />,
          () => props.onVolume(volume, !muted),
        )}
        <Slider
          className={styles.volume}
          aria-label={t('recordings.player.volume')}
          min={0}
          max={100}
          value={Math.round(volume * 100)}
          onChange={(_event, data) => props.onVolume(data.value / 100, false)}
        />
        <Select
          aria-label={t('recordings.player.speed')}
          value={String(rate)}
          onChange={(_event, data) => props.onRate(Number(data.value))}
        >
          {RATES.map((each) => (
            <option key={each} value={String(each)}>
              {t('recordings.player.rate', { rate: format.number(each) })}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('recordings.player.view')}
          value={view}
          onChange={(_event, data) => {
            const chosen = VIEWS.find((known) => known === data.value)
            if (chosen !== undefined) props.onView(chosen)
          }}
        >
          {VIEWS.map((each) => (
            <option key={each} value={each}>
              {t(`recordings.player.views.${each}`)}
            </option>
          ))}
        </Select>
        {fullScreen
          ? button(t('recordings.player.leaveFullScreen'), <FullScreenMinimizeRegular />, () => props.onFullScreen(false))
          : button(t('recordings.player.fullScreen'), <FullScreenMaximizeRegular />, () => props.onFullScreen(true))}
      </div>
    </div>
  )
}
