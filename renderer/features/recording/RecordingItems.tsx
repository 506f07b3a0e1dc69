import { MenuDivider, MenuItem } from '@fluentui/react-components'
import { PauseRegular } from '@fluentui/react-icons/svg/pause'
import { PlayCircleRegular } from '@fluentui/react-icons/svg/play-circle'
import { RecordRegular } from '@fluentui/react-icons/svg/record'
import { RecordStopRegular } from '@fluentui/react-icons/svg/record-stop'
import { useTranslation } from 'react-i18next'
import { useAction } from '../actions/ActionHost.tsx'

/** Starts, pauses and stops the recording; for whoever's role may, with the reason where it can't be done. */
export const RecordingItems = () => {
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
        {...(reason === undefined ? {} : { subText: t(`actions.reason.${reason}`) })}
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
