import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { isOrganising } from '#shared/meeting/roles.ts'
import { useEngine } from '../../app/services.ts'
import type { CallState } from '../../call/call-state.ts'
import { peopleIn } from '../../call/encryption/known-person.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { useStageView } from '../stage/stage-view.ts'
import type { ChatSource, ChatView } from './chat-source.ts'
import { messagePermissions } from './message-permissions.ts'
import { namedMessages } from './named-messages.ts'

const viewOf = (state: CallState, unknownName: string): ChatView => {
  const self = selfIn(state)
  return {
    ...state.chat,
    ...(state.encryption === undefined ? {} : { messages: namedMessages(state.chat.messages, unknownName) }),
    selfPersonId: self?.personId,
    seesHeld: self !== undefined && isOrganising(self.role),
    people: peopleIn(state),
    encrypted: state.encryption !== undefined,
    connected: state.phase === 'joined',
    moderation: state.options.moderation.value,
    copying: state.options.copying.value,
    permissionsOf: (message) => messagePermissions(state, message),
  }
}

/** The chat of the meeting that this person is in. */
export const useMeetingChat = (): ChatSource => {
  const engine = useEngine()
  const stage = useStageView()
  const { t } = useTranslation()
  const unknownName = t('encrypted.unknownName')
  return useMemo(() => {
    const { store, chat } = engine
    let last: { state: CallState; view: ChatView } | undefined
    // Each part of the chat asks after each change of the call.
    const viewNow = (): ChatView => {
      const state = store.getState()
      if (last?.state !== state) last = { state, view: viewOf(state, unknownName) }
      return last.view
    }
    return {
      view: {
        getState: viewNow,
        getInitialState: () => viewOf(store.getInitialState(), unknownName),
        subscribe: (listener) =>
          store.subscribe((state, before) => listener(viewOf(state, unknownName), viewOf(before, unknownName))),
      },
      send: async (message) => {
        await chat.sendMessage(message)
      },
      loadBefore: async (before) => {
        await chat.listMessages({ before })
      },
      verbs: chat,
      tell: (code) => stage.setState({ outcome: { kind: 'failed', code, at: Date.now() } }),
      draftOf: {
        owner: engine,
        get code() {
          return store.getState().code
        },
      },
    }
  }, [engine, stage, unknownName])
}
