import { MenuDivider, MenuItem } from '@fluentui/react-components'
import { DoorArrowRightRegular } from '@fluentui/react-icons/svg/door-arrow-right'
import { FingerprintRegular } from '@fluentui/react-icons/svg/fingerprint'
import { HandRightOffRegular } from '@fluentui/react-icons/svg/hand-right-off'
import { MicRegular } from '@fluentui/react-icons/svg/mic'
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off'
import { PersonRegular } from '@fluentui/react-icons/svg/person'
import { PersonDeleteRegular } from '@fluentui/react-icons/svg/person-delete'
import { PersonKeyRegular } from '@fluentui/react-icons/svg/person-key'
import { PersonStarRegular } from '@fluentui/react-icons/svg/person-star'
import { PresenterRegular } from '@fluentui/react-icons/svg/presenter'
import { ShareScreenStopRegular } from '@fluentui/react-icons/svg/share-screen-stop'
import { StarRegular } from '@fluentui/react-icons/svg/star'
import { StarOffRegular } from '@fluentui/react-icons/svg/star-off'
import { VideoRegular } from '@fluentui/react-icons/svg/video'
import { VideoOffRegular } from '@fluentui/react-icons/svg/video-off'
import { Fragment, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useCall } from '../../app/services.ts'
import { knownPerson } from '../../call/encryption/known-person.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { groupOf, type PersonActionId, personActionsFor, runPersonAction } from '../actions/person-actions.ts'
import { useStageView } from '../stage/stage-view.ts'

const ICONS: Record<PersonActionId, ReactElement> = {
  mute: <MicOffRegular />,
  requestMicrophone: <MicRegular />,
  allowMicrophone: <MicRegular />,
  holdBackMicrophone: <MicOffRegular />,
  stopCamera: <VideoOffRegular />,
  requestCamera: <VideoRegular />,
  allowCamera: <VideoRegular />,
  holdBackCamera: <VideoOffRegular />,
  stopShare: <ShareScreenStopRegular />,
  lowerHand: <HandRightOffRegular />,
  spotlight: <StarRegular />,
  endSpotlight: <StarOffRegular />,
  makePresenter: <PresenterRegular />,
  makeAttendee: <PersonRegular />,
  makeCoOrganiser: <PersonStarRegular />,
  makeOrganiser: <PersonKeyRegular />,
  sendToLobby: <DoorArrowRightRegular />,
  remove: <PersonDeleteRegular />,
}

interface Props {
  participantId: string
  /** Other entries stand above. */
  dividerFirst?: boolean
  onDone(): void
}

/** All that one may do to somebody, as entries of a menu, grouped. */
const Managing = ({ participantId, dividerFirst = false, onDone }: Props) => {
  const { t } = useTranslation()
  const run = useRun()
  const ids = useCall(useShallow((call) => personActionsFor(call, participantId)))
  return ids.map((id, index) => {
    const before = ids[index - 1]
    const divided = before === undefined ? dividerFirst : groupOf(before) !== groupOf(id)
    return (
      <Fragment key={id}>
        {divided ? <MenuDivider /> : null}
        <MenuItem
          icon={ICONS[id]}
          onClick={() => {
            onDone()
            run((context) => runPersonAction(id, participantId, context))
          }}
        >
          {t(`manage.${id}`)}
        </MenuItem>
      </Fragment>
    )
  })
}

/** What one may do with and to somebody, as entries of a menu; nothing where that is nothing. */
export const PersonMenuItems = ({ participantId, dividerFirst = false, onDone }: Props) => {
  const { t } = useTranslation()
  const view = useStageView()
  const fingerprint = useCall((state) => knownPerson(state, participantId)?.fingerprint)
  return (
    <>
      {fingerprint === undefined ? null : (
        <MenuItem
          icon={<FingerprintRegular />}
          onClick={() => {
            onDone()
            view.setState({ compared: fingerprint })
          }}
        >
          {t('encrypted.fingerprint.compare')}
        </MenuItem>
      )}
      <Managing participantId={participantId} dividerFirst={dividerFirst || fingerprint !== undefined} onDone={onDone} />
    </>
  )
}
