import { useTranslation } from 'react-i18next'
import type { ActiveRecording, PrivacyNotice } from '#shared/contract/recording.ts'
import { useCall } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'

export interface RecordingWords {
  /** Who records, and how it stands, in one sentence. */
  line(recording: ActiveRecording): string
  /** What becomes of it: in the organisation's words, or in Parley's own. */
  meaning(recording: ActiveRecording, notice: PrivacyNotice): string
}

export const useRecordingWords = (): RecordingWords => {
  const { t } = useTranslation()
  const personId = useCall((state) => selfIn(state)?.personId)
  return {
    line: ({ kind, state, startedBy }) => {
      if (kind === 'compliance') return t('recording.compliance')
      if (startedBy === undefined) return t(`recording.unnamed.${state}`)
      return startedBy.personId === personId
        ? t(`recording.own.${state}`)
        : t(`recording.line.${state}`, { name: startedBy.name })
    },
    meaning: ({ kind }, { text }) => (kind === 'compliance' ? t('recording.complianceMeaning') : (text ?? t('recording.notice'))),
  }
}
