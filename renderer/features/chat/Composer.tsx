import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { EmojiRegular } from '@fluentui/react-icons/svg/emoji'
import { SendRegular } from '@fluentui/react-icons/svg/send'
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChatSource } from './chat-source.ts'
import { type Composing, draftIn, keepDraft } from './composing.ts'
import { EmojiPicker } from './EmojiPicker.tsx'
import { EMOJI } from './emoji.ts'
import { MentionOptions, optionId } from './MentionOptions.tsx'
import { mentionedIn, withMention } from './mentions.ts'
import { cleaned, excessOf, isSendable } from './message-text.ts'
import { SendingNote } from './SendingNote.tsx'
import type { MentionedName } from './text-parts.ts'
import { useMentionList } from './use-mention-list.ts'
import { useNames } from './use-names.ts'
import { useSending } from './use-sending.ts'

const useStyles = makeStyles({
  root: {
    position: 'relative',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  about: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    minHeight: '32px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  field: {
    display: 'flex',
    alignItems: 'flex-end',
    gap: '2px',
    padding: '2px',
    borderRadius: '4px',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: {
    flexGrow: 1,
    minWidth: 0,
    boxSizing: 'border-box',
    minHeight: '36px',
    maxHeight: '160px',
    padding: '8px',
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    fieldSizing: 'content',
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
  },
  tooLong: { margin: '4px 0 0', fontSize: tokens.fontSizeBase200, color: tokens.colorPaletteMarigoldForeground2 },
})

export interface ComposerProps {
  composing: Composing
  /** It went out, or was given up. */
  onDone(): void
  onEditLast(): void
  field: RefObject<HTMLTextAreaElement | null>
}

/** Where messages are written. Enter sends, Shift+Enter begins a line, arrow up changes the last own message. */
export const Composer = ({ composing, onDone, onEditLast, field }: ComposerProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const source = useChatSource()
  const list = useId()
  const edited = composing.kind === 'edit' ? composing.message : undefined
  const alreadyMentioned = useNames(edited?.mentions ?? NOBODY)
  const [text, setText] = useState(() => edited?.text ?? draftIn(source).text)
  const [picked, setPicked] = useState<readonly MentionedName[]>(() =>
    edited === undefined ? draftIn(source).picked : alreadyMentioned,
  )
  const sending = useSending(composing)
  // One goes on where the text ends; later, behind what was put in for the person.
  const caret = useRef<number | undefined>(text.length)

  useEffect(() => {
    if (edited === undefined) keepDraft(source, { text, picked })
  }, [source, edited, text, picked])

  useLayoutEffect(() => {
    const at = caret.current
    if (at === undefined || field.current === null || text.length < at) return
    caret.current = undefined
    field.current.setSelectionRange(at, at)
  }, [text, field])

  const change = (next: string, at: number): void => {
    setText(next)
    sending.reset()
    mentions.follow(next, at)
  }
  const pick = (query: NonNullable<(typeof mentions)['query']>, person: MentionedName): void => {
    const next = withMention(text, query, person.name)
    caret.current = next.caret
    setPicked((before) => [...before.filter(({ personId }) => personId !== person.personId), person])
    change(next.text, next.caret)
    field.current?.focus()
  }
  const mentions = useMentionList(pick)
  const insert = (sign: string): void => {
    const { selectionStart = text.length, selectionEnd = text.length } = field.current ?? {}
    caret.current = selectionStart + sign.length
    change(text.slice(0, selectionStart) + sign + text.slice(selectionEnd), caret.current)
    field.current?.focus()
  }

  const message = cleaned(text)
  const excess = excessOf(message)
  const send = async (insists: boolean): Promise<void> => {
    if (!isSendable(message)) return
    if (!(await sending.send({ text: message, mentions: mentionedIn(message, picked) }, insists))) return
    setText('')
    setPicked([])
    if (edited === undefined) keepDraft(source, { text: '', picked: [] })
    onDone()
    field.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (mentions.onKeyDown(event)) event.preventDefault()
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void send(false)
    } else if (event.key === 'ArrowUp' && text === '' && composing.kind === 'new') {
      event.preventDefault()
      onEditLast()
    } else if (event.key === 'Escape' && composing.kind !== 'new') {
      event.preventDefault()
      onDone()
    }
  }

  return (
    <div className={styles.root}>
      <MentionOptions
        id={list}
        people={mentions.offered}
        active={mentions.active}
        onPick={(person) => mentions.query !== undefined && pick(mentions.query, person)}
      />
      {composing.kind === 'new' ? null : (
        <div className={styles.about}>
          <span>
            {composing.kind === 'edit'
              ? t('chat.compose.editing')
              : t('chat.compose.replying', { name: composing.to.author.name })}
          </span>
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={t('chat.compose.stop')}
            title={t('chat.compose.stop')}
            onClick={onDone}
          />
        </div>
      )}
      <SendingNote sending={sending} onInsist={() => void send(true)} onChange={() => field.current?.focus()} />
      <div className={styles.field}>
        <textarea
          ref={field}
          className={styles.text}
          rows={1}
          dir="auto"
          aria-label={t('chat.compose.label')}
          aria-autocomplete="list"
          aria-controls={mentions.offered.length === 0 ? undefined : list}
          aria-activedescendant={mentions.offered.length === 0 ? undefined : optionId(list, mentions.active)}
          placeholder={t('chat.compose.placeholder')}
          value={text}
          readOnly={sending.busy}
          onChange={({ target }) => change(target.value, target.selectionEnd)}
          onSelect={({ currentTarget }) => mentions.follow(currentTarget.value, currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
        />
        <EmojiPicker
          label={t('chat.compose.emoji')}
          emoji={EMOJI}
          onPick={insert}
          trigger={
            <Button
              appearance="subtle"
              icon={<EmojiRegular />}
              aria-label={t('chat.compose.emoji')}
              title={t('chat.compose.emoji')}
            />
          }
        />
        <Button
          appearance="subtle"
          icon={<SendRegular />}
          aria-label={t(edited === undefined ? 'chat.compose.send' : 'chat.compose.save')}
          title={t(edited === undefined ? 'chat.compose.send' : 'chat.compose.save')}
          disabledFocusable={!isSendable(message) || sending.busy}
          onClick={() => void send(false)}
        />
      </div>
      {excess === 0 ? null : (
        <p className={styles.tooLong} role="status">
          {t('chat.compose.tooLong', { count: excess })}
        </p>
      )}
    </div>
  )
}

const NOBODY: readonly string[] = []
