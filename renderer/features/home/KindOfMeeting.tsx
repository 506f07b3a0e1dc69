import { Field, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useChoices } from '../../app/use-choices.ts'

export interface Chosen {
  /** Undefined: none. */
  templateId?: string | undefined
  /** Undefined: the organisation's default. */
  labelId?: string | undefined
}

interface Props {
  chosen: Chosen
  onChange(chosen: Chosen): void
}

/** Which template and label a new meeting is made with; nothing where the organisation has neither. */
export const KindOfMeeting = ({ chosen, onChange }: Props) => {
  const { t } = useTranslation()
  const { request } = useChoices()
  // Without an answer the meeting is made as the organisation's defaults have it.
  if (request.state !== 'loaded') return null
  const { templates, templatesNeed, labels, defaultLabel } = request.value
  const template = templates.find(({ id }) => id === chosen.templateId)
  const label = labels.find(({ id }) => id === (chosen.labelId ?? defaultLabel))
  const templateHint =
    templatesNeed === undefined
      ? template?.description
      : t('newMeeting.templatesNeed', { licence: t(`options.licence.${templatesNeed}`) })
  return (
    <>
      {templates.length === 0 ? null : (
        <Field label={t('newMeeting.template')} {...(templateHint === undefined ? {} : { hint: templateHint })}>
          <Select
            value={template?.id ?? ''}
            disabled={templatesNeed !== undefined}
            onChange={(_event, data) => onChange({ ...chosen, templateId: data.value === '' ? undefined : data.value })}
          >
            <option value="">{t('newMeeting.noTemplate')}</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {labels.length === 0 ? null : (
        <Field label={t('label.title')} {...(label === undefined ? {} : { hint: label.description })}>
          <Select
            value={label?.id ?? ''}
            onChange={(_event, data) => onChange({ ...chosen, labelId: data.value === '' ? undefined : data.value })}
          >
            {defaultLabel === undefined ? <option value="">{t('label.none')}</option> : null}
            {labels.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </>
  )
}
