import { useTranslation } from 'react-i18next'
import { MESSAGE_REACTIONS, type Message } from '#shared/contract/chat.ts'
import { useChat } from './chat-source.ts'
import { EmojiPickerAt } from './EmojiPicker.tsx'
import { REACTION_NAMES } from './emoji.ts'
import { useMessageVerbs } from './use-message-verbs.ts'

const REACTIONS = MESSAGE_REACTIONS.map((sign) => ({ sign, name: REACTION_NAMES[sign] }))

/** One reaction of each person to a message; the same once more takes it back. */
export const ReactionPicker = ({ message, anchor, onClose }: { message: Message; anchor: HTMLElement; onClose(): void }) => {
  const { t } = useTranslation()
  const attempt = useMessageVerbs()
  const own = useChat(({ messages, selfPersonId }) => {
    const now = messages.find(({ id }) => id === message.id) ?? message
    return now.reactions.find(({ personIds }) => selfPersonId !== undefined && personIds.includes(selfPersonId))?.reaction
  })
  return (
    <EmojiPickerAt
      anchor={anchor}
      label={t('chat.actions.react')}
      emoji={REACTIONS}
      chosen={own}
      onPick={(reaction) =>
        void attempt?.((verbs) => verbs.reactToMessage({ messageId: message.id, reaction: reaction === own ? null : reaction }))
      }
      onClose={() => {
        onClose()
        anchor.focus()
      }}
    />
  )
}
