import { Link, makeStyles, Switch, Text, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EncryptionAnswer, encryptionFor } from '#shared/encryption/eligibility.ts'
import { TURNED_OFF_OPTIONS } from '#shared/encryption/turned-off.ts'
import type { EffectiveOption } from '#shared/meeting/effective-options.ts'
import type { MeetingKind } from '#shared/meeting/kinds.ts'
import type { OptionValue } from '#shared/meeting/options.ts'
import { usePlatform } from '../../app/services.ts'
import { useOptionWords } from '../options/use-option-words.ts'
import { EncryptionDialog } from './EncryptionDialog.tsx'
import { TurnedOffNote } from './TurnedOffNote.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalXS, minWidth: 0 },
  /** In line with the labels of the other options. */
  switch: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})`, '& > label': { fontWeight: tokens.fontWeightSemibold } },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  why: { display: 'flex', alignItems: 'flex-start', gap: '4px', color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  icon: { flexShrink: 0, fontSize: '16px' },
})

interface Props {
  option: EffectiveOption<'encryption'>
  kind: MeetingKind
  /** The meeting takes place. */
  running: boolean
  disabled: boolean
  onChange(value: OptionValue<'encryption'>): void
}

/** Why nobody chooses, in words; undefined where somebody does. */
const useReason = (answer: EncryptionAnswer, option: Props['option']): string | undefined => {
  const { t } = useTranslation()
  const words = useOptionWords()
  if (answer.is === 'offered') return undefined
  switch (answer.reason) {
    case 'licence':
    case 'policy':
    case 'template':
    case 'label':
      return words.bound(option)
    case 'running':
      return t(answer.is === 'forced' ? 'encryption.forced.running' : 'encryption.refused.running')
    default:
      return t(`encryption.refused.${answer.reason}`)
  }
}

/** Whether a meeting is end-to-end encrypted: a switch where somebody may choose here, and why not where they may not. */
export const EncryptionOption = ({ option, kind, running, disabled, onChange }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { info } = usePlatform()
  const [dialog, setDialog] = useState<'ask' | 'tell'>()
  const note = useId()
  const answer = encryptionFor({ kind, option, client: info, people: 0, recorded: false, running })
  const reason = useReason(answer, option)
  const isOn = option.value === 'on'

  return (
    <div className={styles.row} data-option="encryption">
      {answer.is === 'offered' ? (
        <Switch
          className={styles.switch}
          label={t('options.name.encryption')}
          aria-describedby={note}
          checked={isOn}
          disabled={disabled}
          onChange={(_event, { checked }) => (checked ? setDialog('ask') : onChange('off'))}
        />
      ) : (
        <Text weight="semibold">{t('options.name.encryption')}</Text>
      )}
      <Text id={note} size={200} className={styles.quiet}>
        {t(isOn ? 'encryption.on' : 'encryption.off')}
      </Text>
      {reason === undefined ? null : (
        <Text size={200} className={styles.why} data-reason={answer.reason}>
          <LockClosedRegular className={styles.icon} aria-hidden="true" />
          {reason}
        </Text>
      )}
      {isOn ? <TurnedOffNote features={Object.values(TURNED_OFF_OPTIONS)} /> : null}
      <Text size={200}>
        <Link as="button" onClick={() => setDialog('tell')}>
          {t('encryption.whatItMeans')}
        </Link>
      </Text>
      <EncryptionDialog
        open={dialog !== undefined}
        onClose={() => setDialog(undefined)}
        {...(dialog === 'ask'
          ? {
              onConfirm: () => {
                setDialog(undefined)
                onChange('on')
              },
            }
          : {})}
      />
    </div>
  )
}
