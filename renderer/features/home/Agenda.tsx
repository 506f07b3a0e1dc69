import { makeStyles, Toast, Toaster, ToastTitle, tokens, useId, useToastController } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { MeetingSetupDialog } from '../options/MeetingSetupDialog.tsx'
import { agendaOf } from './agenda.ts'
import { CancelMeetingDialog } from './CancelMeetingDialog.tsx'
import { MeetingRow } from './MeetingRow.tsx'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '& > li + li': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
})

interface Props {
  meetings: readonly Meeting[]
  now: number
  /** Shown where there is no meeting to list. */
  empty: ReactNode
  onChanged: () => void
}

/** Meetings by day, those that run first. */
export const Agenda = ({ meetings, now, empty, onChanged }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const toaster = useId('agenda')
  const { dispatchToast } = useToastController(toaster)
  const [cancelling, setCancelling] = useState<Meeting | undefined>()
  const [settingUp, setSettingUp] = useState<Meeting | undefined>()
  const sections = agendaOf(meetings, now)

  const say = (text: string): void =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent: 'info', timeout: 3000 },
    )

  return (
    <>
      {sections.length === 0 ? empty : null}
      {sections.map(({ kind, at, meetings: list }) => (
        <section key={`${kind}-${at}`} className={styles.section}>
          <Heading level={2}>{kind === 'now' ? t('home.now') : format.day(at, now)}</Heading>
          <ul className={styles.list}>
            {list.map((meeting) => (
              <li key={meeting.id}>
                <MeetingRow
                  meeting={meeting}
                  now={now}
                  onSay={say}
                  onCancel={() => setCancelling(meeting)}
                  onSetUp={() => setSettingUp(meeting)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <CancelMeetingDialog
        meeting={cancelling}
        onClose={() => setCancelling(undefined)}
        onCancelled={() => {
          say(t('home.cancelled'))
          onChanged()
        }}
      />
      <MeetingSetupDialog meeting={settingUp} onClose={() => setSettingUp(undefined)} onChanged={onChanged} />
      <Toaster toasterId={toaster} position="bottom-end" />
    </>
  )
}
