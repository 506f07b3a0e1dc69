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

interface EmojiSurfaceProps<S extends string> {
  label: string
  emoji: readonly Emoji<S>[]
  /** Pressed, where one of them is. */
  chosen?: S | undefined
  onPick(sign: S): void
}

const EmojiSurface = <S extends string>({ label, emoji, chosen, onPick }: EmojiSurfaceProps<S>) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <PopoverSurface className={styles.surface} aria-label={label}>
      <div className={styles.list}>
        {emoji.map(({ sign, name }) => (
          <Button
            key={sign}
            appearance={chosen === sign ? 'primary' : 'subtle'}
            className={styles.emoji}
            aria-label={t(`chat.emoji.${name}`)}
            title={t(`chat.emoji.${name}`)}
            aria-pressed={chosen === sign}
            onClick={() => onPick(sign)}
          >
            <span aria-hidden="true">{sign}</span>
          </Button>
        ))}
      </div>
    </PopoverSurface>
  )
}

/** A few emoji in a small surface above the button that opens it. */
export const EmojiPicker = <S extends string>({ trigger, onPick, ...rest }: EmojiSurfaceProps<S> & { trigger: ReactElement }) => {
  const [open, setOpen] = useState(false)
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} positioning="above" trapFocus>
      <PopoverTrigger disableButtonEnhancement>{trigger}</PopoverTrigger>
      <EmojiSurface
        {...rest}
        onPick={(sign) => {
          setOpen(false)
          onPick(sign)
        }}
      />
    </Popover>
  )
}

/** The same beside whatever asked for it, for as long as it is shown. */
export const EmojiPickerAt = <S extends string>({
  anchor,
  onPick,
  onClose,
  ...rest
}: EmojiSurfaceProps<S> & { anchor: HTMLElement; onClose(): void }) => (
  <Popover
    open
    onOpenChange={(_, { open }) => !open && onClose()}
    positioning={{ target: anchor, position: 'below', align: 'end' }}
    trapFocus
  >
    <EmojiSurface
      {...rest}
      onPick={(sign) => {
        onClose()
        onPick(sign)
      }}
    />
  </Popover>
)
