import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components'
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { StageTheme } from '../../ui/ThemeRoot.tsx'
import { Chapters } from './Chapters.tsx'
import { Controls } from './Controls.tsx'
import { Lanes } from './Lanes.tsx'
import { Picture } from './Picture.tsx'
import { chaptersOf } from './player/chapters.ts'
import { compositionAt, type View } from './player/composition.ts'
import { commandOf } from './player/keys.ts'
import { nextRate, type RecordingPlayer } from './player/recording-player.ts'
import type { SegmentPlayer } from './player/segment-player.ts'
import { speakerAt, speakingLanes } from './player/speaking.ts'
import { Troubles } from './Troubles.tsx'
import { type OpenedView, usePlayer, useSpeech } from './use-player.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '24px', minWidth: 0 },
  frame: {
    display: 'flex',
    flexDirection: 'column',
    borderRadius: tokens.borderRadiusXLarge,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    colorScheme: 'dark',
    outlineOffset: '2px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    ':fullscreen': { borderRadius: 0, height: '100vh' },
  },
  picture: {
    position: 'relative',
    width: '100%',
    aspectRatio: '16 / 9',
    minHeight: 0,
    ':fullscreen &': { flexGrow: 1, aspectRatio: 'auto' },
  },
  filling: { flexGrow: 1, aspectRatio: 'auto' },
  waiting: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    pointerEvents: 'none',
  },
})

const PlayerView = ({ opened, player }: { opened: OpenedView; player: RecordingPlayer<SegmentPlayer> }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { manifest } = opened
  const { position, playing, waiting, rate, volume, muted, now, troubles } = useStore(player.store)
  const [view, setView] = useState<View>('gallery')
  const [fullScreen, setFullScreen] = useState(false)
  const frame = useRef<HTMLElement>(null)
  const keys = useId()
  const speech = useSpeech(opened)
  const lanes = useMemo(() => speakingLanes(manifest, player.timeline, speech), [manifest, player, speech])
  const chapters = useMemo(() => chaptersOf(manifest), [manifest])
  const speaker = speakerAt(lanes, position)
  const composition = compositionAt(manifest, now, position, view, speaker)
  const { duration } = player.timeline

  useEffect(() => {
    const changed = (): void => setFullScreen(document.fullscreenElement === frame.current)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [])

  const askFullScreen = (on: boolean): void => {
    const asked = on ? frame.current?.requestFullscreen() : document.exitFullscreen()
    asked?.catch(() => undefined)
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    const command = commandOf(event, (event.target as HTMLElement).tagName)
    if (command === undefined) return
    event.preventDefault()
    switch (command.do) {
      case 'toggle':
        if (playing) player.pause()
        else player.play()
        break
      case 'mute':
        player.setVolume(volume, !muted)
        break
      case 'fullScreen':
        askFullScreen(!fullScreen)
        break
      case 'leap':
        player.seek(position + command.by)
        break
      case 'speed':
        player.setRate(nextRate(rate, command.by))
        break
      case 'goTo':
        player.seek(command.part * duration)
    }
  })

  useEffect(() => {
    const element = frame.current
    const listener = (event: KeyboardEvent): void => onKeyDown(event)
    element?.addEventListener('keydown', listener)
    return () => element?.removeEventListener('keydown', listener)
  }, [])

  const seek = (to: number): void => player.seek(to)

  return (
    <div className={styles.root}>
      <Troubles troubles={troubles} participants={manifest.participants} />
      <StageTheme>
        <section ref={frame} className={styles.frame} aria-label={t('recordings.player.name')} aria-describedby={keys}>
          <span id={keys} hidden>
            {t('recordings.player.keys')}
          </span>
          <div className={mergeClasses(styles.picture, fullScreen && styles.filling)}>
            <Picture composition={composition} speaker={speaker} elementOf={(id) => player.segment(id)?.element} />
            {waiting ? (
              <div className={styles.waiting}>
                <Spinner label={t('recordings.player.waiting')} />
              </div>
            ) : null}
          </div>
          <Controls
            {...{ position, duration, playing, rate, volume, muted, view, fullScreen }}
            onPlay={() => player.play()}
            onPause={() => player.pause()}
            onSeek={seek}
            onRate={(next) => player.setRate(next)}
            onVolume={(next, silent) => player.setVolume(next, silent)}
            onView={setView}
            onFullScreen={askFullScreen}
          />
        </section>
      </StageTheme>
      <Lanes lanes={lanes} duration={duration} position={position} />
      <Chapters chapters={chapters} position={position} onSeek={seek} />
    </div>
  )
}

/** Plays what was opened. */
export const Player = ({ opened }: { opened: OpenedView }) => {
  const { t } = useTranslation()
  const player = usePlayer(opened)
  return player === undefined ? (
    <Spinner label={t('recordings.player.waiting')} />
  ) : (
    <PlayerView opened={opened} player={player} />
  )
}
