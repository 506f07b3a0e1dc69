import { isOrganising } from '#shared/meeting/roles.ts'
import type { LiveParticipant } from '../meetings/live-participant.ts'
import type { Scene } from '../meetings/scene.ts'
import type { ChatActor, ChatPlace } from './chat-place.ts'
import type { Reader } from './stored-message.ts'

export const readerOf = ({ person, role }: Pick<LiveParticipant, 'person' | 'role'>): Reader => ({
  personId: person.id,
  organising: isOrganising(role),
})

/** The place of somebody who is in a meeting, or was: what holds and who is told is the scene's to say, which is asked for anew each time. */
export const placeIn = (scene: () => Scene, actor: () => ChatActor): ChatPlace => {
  const { record, host } = scene().options
  return {
    meetingId: record.id,
    tenant: host.tenant,
    actor,
    options: () => scene().values,
    isRunning: () => scene().occurrence !== undefined,
    roleOf: (personId) => scene().roleOfPerson(personId),
    publish: (event, isFor) => scene().roster.announce(event, (each) => isFor(readerOf(each))),
    log: (action, { personId: id, name }, detail) => {
      const by = actor()
      scene().log({ personId: by.personId, name: by.name }, action, {
        targets: [{ id, kind: 'guest', name }],
        ...(detail === undefined ? {} : { detail }),
      })
    },
  }
}
