import { Button, makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { PlayRegular } from '@fluentui/react-icons/svg/play'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { Download } from './Download.tsx'
import { Expiry } from './Expiry.tsx'
import { Marks } from './Marks.tsx'
import { Player } from './Player.tsx'
import { useActs } from './use-acts.ts'
import type { OpenedView } from './use-player.ts'
import { Views } from './Views.tsx'
import { WhoMayWatch } from './WhoMayWatch.tsx'

const NARROW = '@media (max-width: 959px)'

const useStyles = makeStyles({
  page: {
    width: '100%',
    maxWidth: '1440px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '24px 32px 64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    '@media (max-width: 699px)': { padding: '16px 16px 32px' },
  },
  back: { alignSelf: 'flex-start', marginLeft: '-12px' },
  head: { display: 'flex', flexDirection: 'column', gap: '4px' },
  about: { display: 'flex', flexWrap: 'wrap', gap: `2px ${tokens.spacingHorizontalM}` },
  quiet: { color: tokens.colorNeutralForeground3 },
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 340px',
    alignItems: 'start',
    gap: '24px',
    [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  closed: {
    aspectRatio: '16 / 9',
    minHeight: '200px',
    width: '100%',
    boxSizing: 'border-box',
    padding: '24px',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    textAlign: 'center',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  note: { color: tokens.colorNeutralForeground2, maxWidth: '44ch', textWrap: 'balance' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** The picture's place before it is opened: opening it is an act that is recorded, so that somebody does it. */
const Closed = ({ recording, onOpened }: { recording: RecordingDetails; onOpened: (opened: OpenedView) => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const own = useAccount()?.person.id === recording.organiser.id
  const [refusal, setRefusal] = useState<ErrorCode>()
  const [opening, setOpening] = useState(false)
  const { id, may, endedAt, trashedAt, organiser, compliance } = recording

  const open = async (): Promise<void> => {
    setRefusal(undefined)
    setOpening(true)
    try {
      onOpened({ id, ...(await service.recordings.open({ id })) })
    } catch (error) {
      setRefusal(toParleyError(error).code)
      setOpening(false)
    }
  }

  if (!may.includes('watch')) {
    const why = endedAt === undefined ? 'running' : trashedAt === undefined ? 'held' : 'trash'
    return (
      <section className={styles.closed}>
        <Heading level={2}>{t('recordings.notWatchable.title')}</Heading>
        <Text className={styles.note}>{t(`recordings.notWatchable.${why}`)}</Text>
      </section>
    )
  }
  return (
    <section className={styles.closed}>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={2} />}
      <Button appearance="primary" size="large" icon={<PlayRegular />} disabledFocusable={opening} onClick={() => void open()}>
        {t('recordings.watch')}
      </Button>
      <Text className={styles.note}>
        {own || compliance ? t('recordings.watchNoteOwn') : t('recordings.watchNote', { name: organiser.name })}
      </Text>
    </section>
  )
}

interface ShownProps {
  recording: RecordingDetails
  onChanged: (recording: RecordingDetails | undefined, said: string) => void
}

const Shown = ({ recording, onChanged }: ShownProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const format = useFormat()
  const now = useNow(60_000)
  const own = useAccount()?.person.id === recording.organiser.id
  const [opened, setOpened] = useState<OpenedView>()
  const [deleting, setDeleting] = useState(false)
  const { act, refusal } = useActs(onChanged)
  const { id, title, organiser, startedAt, duration, may, held, trash, trashedAt } = recording
  const forGood = !trash || trashedAt !== undefined

  const remove = (): void => {
    setDeleting(false)
    act(
      async () => {
        await service.recordings.delete({ id, forGood })
        return undefined
      },
      t(forGood ? 'recordings.deletedForGood' : 'recordings.deleted'),
    )
  }

  const hold = (): void =>
    act(
      async () => {
        await service.recordings.hold({ id, held: !held })
        return service.recordings.get({ id })
      },
      t(held ? 'recordings.releasedNow' : 'recordings.heldNow'),
    )

  return (
    <>
      <header className={styles.head}>
        <Heading level={1}>{title}</Heading>
        <Text className={mergeClasses(styles.quiet, styles.about)}>
          <span>{`${format.date(startedAt)}, ${format.time(startedAt)}`}</span>
          {duration === undefined ? null : <span>{format.elapsed(duration)}</span>}
          <span>{own ? t('recordings.organisedByYou') : t('recordings.organisedBy', { name: organiser.name })}</span>
        </Text>
        <span className={styles.about}>
          <Marks recording={recording} now={now} />
        </span>
      </header>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={2} />}
      <div className={styles.body}>
        {opened === undefined ? <Closed recording={recording} onOpened={setOpened} /> : <Player opened={opened} />}
        <div className={styles.side}>
          {may.includes('watch') ? <WhoMayWatch recording={recording} act={act} /> : null}
          {may.includes('download') ? <Download recording={recording} /> : null}
          <Expiry recording={recording} act={act} />
          {may.includes('seeViews') ? <Views key={String(opened?.view)} id={id} /> : null}
          <div className={styles.actions}>
            {may.includes('restore') ? (
              <Button
                icon={<ArrowUndoRegular />}
                onClick={() => act(() => service.recordings.restore({ id }), t('recordings.restored'))}
              >
                {t('recordings.restore')}
              </Button>
            ) : null}
            {may.includes('hold') ? (
              <Button icon={<LockClosedRegular />} onClick={hold}>
                {t(held ? 'recordings.release' : 'recordings.hold')}
              </Button>
            ) : null}
            {may.includes('delete') ? (
              <Button icon={<DeleteRegular />} onClick={() => setDeleting(true)}>
                {t(forGood ? 'recordings.deleteForGood' : 'recordings.delete')}
              </Button>
            ) : null}
          </div>
        </div>
      </div>
      <DeleteDialog recording={recording} open={deleting} onClose={() => setDeleting(false)} onDelete={remove} />
    </>
  )
}

interface Props {
  id: string
  onBack: () => void
  onSay: (text: string) => void
}

/** One recording: its picture, who may see it, who has, and what becomes of it. */
export const RecordingPage = ({ id, onBack, onSay }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const { request, reload } = useRequest(useCallback(() => service.recordings.get({ id }), [service, id]))
  const [changed, setChanged] = useState<RecordingDetails>()

  const onChanged = useCallback(
    (recording: RecordingDetails | undefined, said: string): void => {
      onSay(said)
      if (recording === undefined) onBack()
      else setChanged(recording)
    },
    [onSay, onBack],
  )

  const recording = changed ?? request.value
  return (
    <div className={styles.page}>
      <Button appearance="subtle" className={styles.back} icon={<ArrowLeftRegular />} onClick={onBack}>
        {t('recordings.back')}
      </Button>
      {request.state === 'failed' ? (
        <ErrorCard code={request.code} level={1}>
          <Button onClick={() => void reload()}>{t('common.retry')}</Button>
        </ErrorCard>
      ) : null}
      {request.state === 'loading' ? (
        <>
          <Heading level={1}>{t('recordings.title')}</Heading>
          <Spinner label={t('common.loading')} />
        </>
      ) : null}
      {recording === undefined ? null : <Shown recording={recording} onChanged={onChanged} />}
    </div>
  )
}
