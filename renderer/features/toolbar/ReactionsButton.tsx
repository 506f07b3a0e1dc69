import { Button, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'
import { EmojiRegular } from '@fluentui/react-icons/svg/emoji'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { REACTIONS, type Reaction } from '#shared/contract/signalling.ts'
import { useCall, useEngine } from '../../app/services.ts'
import { denialIn } from '../../call/moderation/denial-in.ts'
import { REACTION_SIGNS } from '../stage/reaction-signs.ts'
import { ControlButton } from './ControlButton.tsx'

const useStyles = makeStyles({
  surface: { padding: tokens.spacingHorizontalXS },
  list: { display: 'flex', gap: '2px' },
  reaction: { minWidth: '44px', width: '44px', height: '44px', padding: 0, fontSize: '24px' },
})

/** Five reactions in a small surface above the toolbar. */
export const ReactionsButton = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const [open, setOpen] = useState(false)
  const denial = useCall((state) => denialIn(state, 'react'))
  const reconnecting = useCall((state) => state.phase === 'reconnecting')
  if (denial === 'role') return null
  const reason = denial !== undefined ? 'reactionsOff' : reconnecting ? 'reconnecting' : undefined

  const react = (reaction: Reaction): void => {
    setOpen(false)
    // A reaction that did not get through is over by the time one could try again.
    engine.react(reaction).catch(() => undefined)
  }
  return (
    <Popover open={open && reason === undefined} onOpenChange={(_, data) => setOpen(data.open)} positioning="above" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <ControlButton
          icon={<EmojiRegular />}
          label={t('toolbar.react')}
          hint={t(reason === undefined ? 'toolbar.reactions' : `actions.reason.${reason}`)}
          aria-disabled={reason !== undefined}
        />
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('toolbar.reactions')}>
        <div className={styles.list}>
          {REACTIONS.map((reaction) => (
            <Button
              key={reaction}
              appearance="subtle"
              className={styles.reaction}
              aria-label={t(`reaction.${reaction}`)}
              title={t(`reaction.${reaction}`)}
              onClick={() => react(reaction)}
            >
              <span aria-hidden="true">{REACTION_SIGNS[reaction]}</span>
            </Button>
          ))}
        </div>
      </PopoverSurface>
    </Popover>
  )
}
