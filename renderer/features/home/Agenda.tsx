import { Button, makeStyles, Toast, Toaster, ToastTitle, tokens, useId, useToastController } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { PastChatDialog } from '../chat/PastChatDialog.tsx'
import { MeetingSetupDialog } from '../options/MeetingSetupDialog.tsx'
import { type AgendaSection, agendaOf, earlierOf } from './agenda.ts'
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
  earlier: { alignSelf: 'flex-start', marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
})

interface Props {
  meetings: readonly Meeting[]
  now: number
  /** Shown where there is nothing today or later. `before`: there was something. */
  empty: (before: boolean) => ReactNode
  onChanged: () => void
}

/** Meetings by day, those that run first; those of earlier days when they are asked for. */
export const Agenda = ({ meetings, now, empty, onChanged }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const toaster = useId('agenda')
  const { dispatchToast } = useToastController(toaster)
  const [cancelling, setCancelling] = useState<Meeting | undefined>()
  const [settingUp, setSettingUp] = useState<Meeting | undefined>()
  const [reading, setReading] = useState<Meeting | undefined>()
  const [earlierShown, setEarlierShown] = useState(false)
  const sections = agendaOf(meetings, now)
  const earlier = earlierOf(meetings, now)

  const say = (text: string): void =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent: 'info', timeout: 3000 },
    )

  const dayOf = (at: number): string =>
    new Date(at).getFullYear() === new Date(now).getFullYear() ? format.day(at, now) : format.date(at)

  const shown = ({ kind, at, meetings: list }: AgendaSection): ReactNode => (
    <section key={`${kind}-${at}`} className={styles.section}>
      <Heading level={2}>{kind === 'now' ? t('home.now') : dayOf(at)}</Heading>
      <ul className={styles.list}>
        {list.map((meeting) => (
          <li key={meeting.id}>
            <MeetingRow
              meeting={meeting}
              now={now}
              onSay={say}
              onChat={() => setReading(meeting)}
              onCancel={() => setCancelling(meeting)}
              onSetUp={() => setSettingUp(meeting)}
            />
          </li>
        ))}
      </ul>
    </section>
  )

  return (
    <>
      {sections.length === 0 ? empty(earlier.length > 0) : null}
      {sections.map(shown)}
      {earlier.length === 0 ? null : (
        <Button
          appearance="subtle"
          className={styles.earlier}
          icon={earlierShown ? <ChevronUpRegular /> : <ChevronDownRegular />}
          aria-expanded={earlierShown}
          onClick={() => setEarlierShown(!earlierShown)}
        >
          {t('home.earlier')}
        </Button>
      )}
      {earlierShown ? earlier.map(shown) : null}
      <CancelMeetingDialog
        meeting={cancelling}
        onClose={() => setCancelling(undefined)}
        onCancelled={() => {
          say(t('home.cancelled'))
          onChanged()
        }}
      />
      <MeetingSetupDialog meeting={settingUp} onClose={() => setSettingUp(undefined)} onChanged={onChanged} />
      <PastChatDialog meeting={reading} onClose={() => setReading(undefined)} />
      <Toaster toasterId={toaster} position="bottom-end" />
    </>
  )
}
