import { makeStyles, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { useScrollFocus } from '../people/use-scroll-focus.ts'
import { Panel } from '../stage/Panel.tsx'
import { MeetingLabel } from './MeetingLabel.tsx'
import { OptionsForm } from './OptionsForm.tsx'

const useStyles = makeStyles({
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXL,
    padding: tokens.spacingHorizontalL,
  },
})

/** The options of the meeting that runs; what is changed holds at once. */
export const OptionsPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const run = useRun()
  const scroll = useRef<HTMLDivElement>(null)
  useScrollFocus(scroll)
  const meeting = useCall((state) => state.meeting)
  const options = useCall((state) => state.options)
  const may = useCall((state) => state.phase === 'joined' && mayIn(state, 'changeOptions'))
  return (
    <Panel opens="options" title={t('options.title')}>
      <div ref={scroll} className={styles.scroll}>
        {meeting === undefined ? null : <MeetingLabel key={meeting.label?.id ?? ''} meeting={meeting} disabled={!may} />}
        <OptionsForm
          options={options}
          kind={meeting?.kind ?? 'meeting'}
          running
          disabled={!may}
          onChange={(change) => run(({ engine }) => engine.moderation.setOptions(change))}
        />
      </div>
    </Panel>
  )
}
