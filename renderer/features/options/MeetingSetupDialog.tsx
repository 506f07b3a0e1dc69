import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  Tab,
  TabList,
  tokens,
} from '@fluentui/react-components'
import { useCallback, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import type { EffectiveOptions } from '#shared/meeting/effective-options.ts'
import type { OptionsChange } from '#shared/meeting/options.ts'
import { useCall, usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useStageView, useView } from '../stage/stage-view.ts'
import { Guests } from './Guests.tsx'
import { MeetingLabel } from './MeetingLabel.tsx'
import { NamedPeople } from './NamedPeople.tsx'
import { OptionsForm } from './OptionsForm.tsx'

const TABS = ['options', 'people', 'guests'] as const
type TabName = (typeof TABS)[number]

const useStyles = makeStyles({
  surface: { maxWidth: '600px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, minHeight: '320px' },
  options: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  tabs: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
})

/** The options before the meeting; what is changed is kept at once. */
const Options = ({ meeting, onLabelled }: { meeting: Meeting; onLabelled(meeting: Meeting): void }) => {
  const styles = useStyles()
  const { code } = meeting
  const { t } = useTranslation()
  const { service } = usePlatform()
  const { request, reload } = useRequest(useCallback(() => service.meetings.getOptions({ code }), [service, code]))
  const [changed, setChanged] = useState<EffectiveOptions>()
  const [refusal, setRefusal] = useState<ErrorCode>()

  const change = async (wanted: OptionsChange): Promise<void> => {
    setRefusal(undefined)
    try {
      setChanged(await service.meetings.setOptions({ code, change: wanted }))
    } catch (error) {
      setRefusal(toParleyError(error).code)
    }
  }

  if (request.state === 'failed') {
    return (
      <ErrorCard code={request.code} level={3}>
        <Button onClick={() => void reload()}>{t('common.retry')}</Button>
      </ErrorCard>
    )
  }
  const options = changed ?? request.value
  if (options === undefined) return <Spinner label={t('common.loading')} />
  return (
    <div className={styles.options}>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <MeetingLabel
        meeting={meeting}
        onChanged={(labelled) => {
          setChanged(undefined)
          void reload()
          onLabelled(labelled)
        }}
      />
      <OptionsForm
        options={options}
        kind={meeting.kind}
        running={(meeting.present ?? 0) > 0}
        onChange={(wanted) => void change(wanted)}
      />
    </div>
  )
}

interface SetupProps {
  opened: Meeting
  first: TabName
  onClose: () => void
  onChanged: (() => void) | undefined
}

const Setup = ({ opened, first, onClose, onChanged }: SetupProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const [tab, setTab] = useState<TabName>(first)
  const id = useId()
  const [meeting, setMeeting] = useState(opened)
  const { code, title } = meeting
  return (
    <DialogBody>
      <DialogTitle>{t('setup.title', { title })}</DialogTitle>
      <DialogContent className={styles.content}>
        <TabList
          className={styles.tabs}
          selectedValue={tab}
          onTabSelect={(_event, data) => setTab(TABS.find((known) => known === data.value) ?? 'options')}
        >
          {TABS.map((name) => (
            <Tab key={name} value={name} id={`${id}-${name}`} aria-controls={`${id}-panel`}>
              {t(`setup.tabs.${name}`)}
            </Tab>
          ))}
        </TabList>
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
          {tab === 'options' ? (
            <Options
              meeting={meeting}
              onLabelled={(labelled) => {
                setMeeting(labelled)
                onChanged?.()
              }}
            />
          ) : null}
          {tab === 'people' ? <NamedPeople code={code} /> : null}
          {tab === 'guests' ? <Guests code={code} /> : null}
        </div>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </DialogActions>
    </DialogBody>
  )
}

/** The same while the meeting runs. */
export const SetupInMeeting = () => {
  const view = useStageView()
  const asked = useView(({ dialog }) => dialog === 'setup')
  const may = useCall((state) => mayIn(state, 'inviteGuests'))
  const meeting = useCall((call) => call.meeting)
  return (
    <MeetingSetupDialog
      first="people"
      meeting={asked && may ? meeting : undefined}
      onClose={() => view.setState({ dialog: undefined })}
    />
  )
}

/** What an organiser settles before the meeting: its options, who has a role in it, which guests are invited. */
export const MeetingSetupDialog = ({
  meeting,
  first = 'options',
  onClose,
  onChanged,
}: {
  /** Undefined while it is closed. */
  meeting: Meeting | undefined
  /** What is shown at first. */
  first?: TabName
  onClose: () => void
  /** What lists of meetings show of it is different now. */
  onChanged?: () => void
}) => {
  const styles = useStyles()
  return (
    <Dialog open={meeting !== undefined} onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        {meeting === undefined ? undefined : (
          <Setup key={meeting.id} opened={meeting} first={first} onClose={onClose} onChanged={onChanged} />
        )}
      </DialogSurface>
    </Dialog>
  )
}
