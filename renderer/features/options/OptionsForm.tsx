import { makeStyles, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { EffectiveOptions } from '#shared/meeting/effective-options.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import type { OptionName, OptionsChange } from '#shared/meeting/options.ts'
import { Heading } from '../../ui/Heading.tsx'
import { EncryptionOption } from '../encryption/EncryptionOption.tsx'
import { OptionRow } from './OptionRow.tsx'
import { OPTION_GROUP_NAMES, OPTION_GROUPS, type OptionGroup } from './option-groups.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  group: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
})

interface Props {
  options: EffectiveOptions
  kind: MeetingKind
  /** The meeting takes place. */
  running: boolean
  disabled?: boolean
  /** Holds at once. */
  onChange(change: OptionsChange): void
}

/** What encryption turns off is not there; `EncryptionOption` says so. */
const isShown = (name: OptionName, options: EffectiveOptions): boolean =>
  !options[name].hidden && options[name].boundBy?.source !== 'encryption'

const Group = ({ group, options, kind, running, disabled = false, onChange }: Props & { group: OptionGroup }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  const shown = (OPTION_GROUPS[group] as readonly OptionName[]).filter((name) => isShown(name, options))
  if (shown.length === 0) return null
  return (
    <section aria-labelledby={heading} className={styles.group}>
      <Heading level={3} id={heading}>
        {t(`options.groups.${group}`)}
      </Heading>
      {shown.map((name) =>
        name === 'encryption' ? (
          <EncryptionOption
            key={name}
            option={options.encryption}
            kind={kind}
            running={running}
            disabled={disabled}
            onChange={(value) => onChange({ encryption: value })}
          />
        ) : (
          <OptionRow
            key={name}
            name={name}
            option={options[name]}
            disabled={disabled}
            onChange={(value) => onChange({ [name]: value })}
          />
        ),
      )}
    </section>
  )
}

/** All that can be set about a meeting, before it and while it runs. */
export const OptionsForm = (props: Props) => {
  const styles = useStyles()
  return (
    <div className={styles.form}>
      {OPTION_GROUP_NAMES.map((group) => (
        <Group key={group} group={group} {...props} />
      ))}
    </div>
  )
}
