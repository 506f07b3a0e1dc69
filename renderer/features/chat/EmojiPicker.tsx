import { Button, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EMOJI } from './emoji.ts'

const useStyles = makeStyles({
  surface: { padding: tokens.spacingHorizontalXS },
  list: { display: 'grid', gridTemplateColumns: 'repeat(5, 40px)', gap: '2px' },
  emoji: { minWidth: '40px', width: '40px', height: '40px', padding: 0, fontSize: '20px' },
})

type Emoji<S extends string> = Pick<(typeof EMOJI)[number], 'name'> & { readonly sign: S }

/** A few emoji in a small surface. `chosen` is pressed. */
export const EmojiPicker = <S extends string>({
  trigger,
  label,
  emoji,
  chosen,
  onPick,
}: {
  trigger: ReactElement
  label: string
  emoji: readonly Emoji<S>[]
  chosen?: string | undefined
  onPick(sign: S): void
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="above" trapFocus>
      <PopoverTrigger disableButtonEnhancement>{trigger}</PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={label}>
        <div className={styles.list}>
          {emoji.map(({ sign, name }) => (
            <Button
              key={sign}
              appearance="subtle"
              className={styles.emoji}
              aria-label={t(`chat.emoji.${name}`)}
              title={t(`chat.emoji.${name}`)}
              aria-pressed={chosen === undefined ? undefined : chosen === sign}
              onClick={() => {
                setOpen(false)
                onPick(sign)
              }}
            >
              <span aria-hidden="true">{sign}</span>
            </Button>
          ))}
        </div>
      </PopoverSurface>
    </Popover>
  )
}
