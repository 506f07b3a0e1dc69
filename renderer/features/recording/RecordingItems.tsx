import { MenuDivider, MenuItem, makeStyles, tokens } from '@fluentui/react-components'
import { PauseRegular } from '@fluentui/react-icons/svg/pause'
import { PlayCircleRegular } from '@fluentui/react-icons/svg/play-circle'
import { RecordRegular } from '@fluentui/react-icons/svg/record'
import { RecordStopRegular } from '@fluentui/react-icons/svg/record-stop'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'

/** The reason is there to be read, though what it is about can't be done. */
const useStyles = makeStyles({ reason: { color: tokens.colorNeutralForeground2 } })

/** Starts, pauses and stops the recording; for whoever's role may, with the reason where it can't be done. */
export const RecordingItems = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const record = useAction('toggleRecording')
  const pause = useAction('pauseRecording')
  if (!record.available) return null
  const reason = record.disabledReason
  return (
    <>
      <MenuItem
        icon={record.on ? <RecordStopRegular /> : <RecordRegular />}
        disabled={reason !== undefined}
        {...(reason === undefined ? {} : { subText: { className: styles.reason, children: t(`actions.reason.${reason}`) } })}
        onClick={record.run}
      >
        {t(record.on ? 'recording.menu.stop' : 'recording.menu.start')}
      </MenuItem>
      {pause.available ? (
        <MenuItem
          icon={pause.on ? <PlayCircleRegular /> : <PauseRegular />}
          disabled={pause.disabledReason !== undefined}
          onClick={pause.run}
        >
          {t(pause.on ? 'recording.menu.resume' : 'recording.menu.pause')}
        </MenuItem>
      ) : null}
      <MenuDivider />
    </>
  )
}
