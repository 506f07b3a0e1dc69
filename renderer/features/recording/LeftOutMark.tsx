import { PersonProhibitedRegular } from '@fluentui/react-icons/svg/person-prohibited'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { leftOutFor } from './left-out-for.ts'

/** A line of somebody's row in the people panel. */
export const LeftOutMark = ({ participantId, className }: { participantId: string; className: string }) => {
  const { t } = useTranslation()
  const why = useCall((state) => leftOutFor(state, participantId))
  if (why === undefined) return null
  return (
    <span className={className} title={t(`recording.leftOut.${why}`)} data-left-out={why}>
      <PersonProhibitedRegular aria-hidden="true" />
      {t(`recording.leftOutShort.${why}`)}
    </span>
  )
}
