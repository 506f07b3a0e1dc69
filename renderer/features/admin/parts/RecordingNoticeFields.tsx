import { Field, Input, Textarea } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { NOTICE_LIMITS } from '#shared/contract/recording.ts'
import { RecordingNotice } from '#shared/policies/rules.ts'
import { useInputStyles } from '../../../ui/input-styles.ts'

interface Props {
  notice: RecordingNotice
  disabled: boolean
  onChange(notice: RecordingNotice): void
}

/** Without what is empty: where the organisation says nothing, the client's own words stand. */
const filled = ({ text, address }: RecordingNotice): RecordingNotice => ({
  ...(text === undefined || text === '' ? {} : { text }),
  ...(address === undefined || address === '' ? {} : { address }),
})

/** What whoever is recorded is told. */
export const RecordingNoticeFields = ({ notice, disabled, onChange }: Props) => {
  const styles = useInputStyles()
  const { t } = useTranslation()
  const { text = '', address = '' } = notice
  const isWrong = !RecordingNotice.safeParse(filled({ address })).success
  return (
    <>
      <Field label={t('admin.field.noticeText')} hint={t('admin.organisation.noticeTextHint')}>
        <Textarea
          value={text}
          maxLength={NOTICE_LIMITS.text}
          readOnly={disabled}
          onChange={(_event, data) => onChange(filled({ ...notice, text: data.value }))}
        />
      </Field>
      <Field
        label={t('admin.field.noticeAddress')}
        hint={t('admin.organisation.noticeAddressHint')}
        {...(isWrong
          ? { validationMessage: t('admin.organisation.noticeAddressProblem'), validationState: 'error' as const }
          : {})}
      >
        <Input
          className={styles.input}
          type="url"
          inputMode="url"
          value={address}
          maxLength={NOTICE_LIMITS.address}
          readOnly={disabled}
          onChange={(_event, data) => onChange(filled({ ...notice, address: data.value }))}
        />
      </Field>
    </>
  )
}
