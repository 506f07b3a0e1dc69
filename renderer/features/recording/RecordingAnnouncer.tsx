import { makeStyles } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActiveRecording } from '#shared/contract/recording.ts'
import { useCall, usePlatform } from '../../app/services.ts'
import { playRecordingSound } from './recording-sound.ts'
import { useRecordingWords } from './use-recording-words.ts'

const useStyles = makeStyles({
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/**
 * Says that something is recorded to whoever does not look: to screen readers at once, with a sound, and by the system where the
 * window is in the background. What ran before one came in is said without the sound.
 */
export const RecordingAnnouncer = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const platform = usePlatform()
  const words = useRecordingWords()
  const active = useCall(({ recording }) => recording.active)
  const notice = useCall(({ recording }) => recording.notice)
  const title = useCall(({ meeting }) => meeting?.title ?? '')
  const before = useRef<readonly ActiveRecording[]>(undefined)
  const [said, setSaid] = useState('')

  useEffect(() => {
    const known = before.current
    before.current = active
    const begun = active.filter(({ id }) => !known?.some((each) => each.id === id))
    const changed = active.filter(({ id, state }) => known?.some((each) => each.id === id && each.state !== state))
    const ended = (known ?? []).filter(({ id }) => !active.some((each) => each.id === id))
    const lines = [
      ...begun.flatMap((recording) => [words.line(recording), words.meaning(recording, notice)]),
      // That people have been told, and it runs now, is said already.
      ...changed.flatMap((recording) => {
        const was = known?.find(({ id }) => id === recording.id)?.state
        if (recording.state !== 'running') return [words.line(recording)]
        return was === 'starting' ? [] : [t('recording.announce.resumed')]
      }),
      ...ended.map(({ kind }) =>
        t(kind === 'compliance' ? 'recording.announce.complianceStopped' : 'recording.announce.stopped'),
      ),
    ]
    if (lines.length === 0) return
    setSaid(lines.join(' '))
    if (known === undefined) return
    platform.notify(title, lines.join(' ').slice(0, 300))
    if (begun.length > 0) playRecordingSound()
  })

  return (
    <div className={styles.unseen} aria-live="assertive" data-recording-said>
      {said}
    </div>
  )
}
