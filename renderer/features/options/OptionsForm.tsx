import { makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { EffectiveOptions } from '#shared/meeting/effective-options.ts'
import type { OptionName, OptionsChange } from '#shared/meeting/options.ts'
import { Heading } from '../../ui/Heading.tsx'
import { OptionRow } from './OptionRow.tsx'

const GROUPS = {
  entering: ['lobby', 'guests', 'externals', 'callers', 'admitting'],
  presenting: ['presenting', 'recording'],
  talking: ['microphones', 'cameras', 'reactions', 'chat', 'chatTime', 'moderation'],
  protection: ['watermark', 'copying'],
} as const satisfies Record<string, readonly OptionName[]>
const GROUP_NAMES = Object.keys(GROUPS) as (keyof typeof GROUPS)[]

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
})

interface Props {
  options: EffectiveOptions
  disabled?: boolean
  /** Holds at once. */
  onChange(change: OptionsChange): void
}

const Group = ({ group, options, disabled = false, onChange }: Props & { group: keyof typeof GROUPS }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  const shown = GROUPS[group].filter((name) => !options[name].hidden)
  if (shown.length === 0) return null
  return (
    <section aria-labelledby={heading} className={styles.group}>
      <Heading level={3} id={heading}>
        {t(`options.groups.${group}`)}
      </Heading>
      {shown.map((name) => (
        <OptionRow
          key={name}
          name={name}
          option={options[name]}
          disabled={disabled}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
    </section>
  )
}

/** All that can be set about a meeting, before it and while it runs. */
export const OptionsForm = (props: Props) => {
  const styles = useStyles()
  return (
    <div className={styles.form}>
      {GROUP_NAMES.map((group) => (
        <Group key={group} group={group} {...props} />
      ))}
    </div>
  )
}
