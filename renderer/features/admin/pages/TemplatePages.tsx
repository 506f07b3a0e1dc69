import { useTranslation } from 'react-i18next'
import { MeetingKind } from '#shared/contract/common.ts'
import { MEETING_KINDS } from '#shared/meeting/kinds.ts'
import { OPTION_NAMES } from '#shared/meeting/options.ts'
import type { Template } from '#shared/policies/rules.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { freeName, moved, newTemplate, withEntry, withoutEntry } from '../draft/edits.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'
import { ChoiceField } from '../parts/ChoiceField.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'
import { AddEntry, DeleteEntry } from '../parts/EntryActions.tsx'
import { DescriptionField, NameField, SizeField } from '../parts/fields.tsx'
import { GoneEntry } from '../parts/GoneEntry.tsx'
import { TemplateOptionRules } from '../parts/OptionRules.tsx'

/** Options for one kind of meeting, as organisers choose from when they make one. */
export const TemplateList = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('templates')
  const words = useOptionWords()
  const { templates } = useDraft()
  const ruled = ({ options }: Template): string => {
    const names = OPTION_NAMES.filter((name) => options[name] !== undefined).map((name) => words.name(name))
    return names.length === 0 ? t('admin.nothingRuled') : names.join(' · ')
  }
  return (
    <AdminPage
      title={t('admin.area.templates')}
      note={t('admin.templates.note')}
      section="templates"
      actions={
        <AddEntry
          at="templates"
          label={t('admin.templates.new')}
          onAdd={(rules, id) => {
            const template = newTemplate(id, freeName(rules.templates, t('admin.templates.new')))
            return { ...rules, templates: withEntry(rules.templates, template) }
          }}
        />
      }
    >
      <AdminTable
        label={t('admin.area.templates')}
        nameTitle={t('admin.field.name')}
        rows={templates}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        textOf={({ description }) => description}
        columns={[
          { title: t('admin.field.kind'), cell: ({ kind }) => t(`options.kind.${kind}`) },
          { title: t('admin.field.rules'), cell: ruled },
        ]}
        onOpen={({ id }) => visit.go({ at: 'templates', entry: id })}
        onMove={
          may ? ({ id }, by) => visit.edit((rules) => ({ ...rules, templates: moved(rules.templates, id, by) })) : undefined
        }
        empty={t('admin.templates.empty')}
      />
    </AdminPage>
  )
}

const Editor = ({ template }: { template: Template }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('templates')
  const { templates } = useDraft()
  const { id, name, description, kind, options, maximumSize } = template
  const change = (part: Partial<Template>): void =>
    visit.edit((rules) => ({ ...rules, templates: withEntry(rules.templates, { ...template, ...part }) }))
  return (
    <AdminPage
      title={name.trim() === '' ? t('admin.unnamed') : name}
      section="templates"
      back={{ place: { at: 'templates' }, label: t('admin.area.templates') }}
      actions={<DeleteEntry at="templates" onDelete={(rules) => ({ ...rules, templates: withoutEntry(rules.templates, id) })} />}
      aside={<EffectPanel meeting={{ templateId: id }} />}
    >
      <Card>
        <NameField list={templates} id={id} name={name} disabled={!may} onChange={(given) => change({ name: given })} />
        <DescriptionField
          hint={t('admin.templates.descriptionHint')}
          description={description}
          disabled={!may}
          onChange={(given) => change({ description: given })}
        />
        <ChoiceField
          label={t('admin.field.kind')}
          value={kind}
          choices={MEETING_KINDS.map((value) => ({ value, words: t(`options.kind.${value}`) }))}
          disabled={!may}
          onChange={(value) => {
            const chosen = MeetingKind.safeParse(value)
            if (chosen.success) change({ kind: chosen.data })
          }}
        />
        <SizeField value={maximumSize} disabled={!may} onChange={(size) => change({ maximumSize: size })} />
      </Card>
      <Card title={t('admin.field.rules')} note={t('admin.templates.rulesNote')}>
        <TemplateOptionRules options={options} disabled={!may} onChange={(changed) => change({ options: changed })} />
      </Card>
    </AdminPage>
  )
}

export const TemplateEntry = ({ entry }: { entry: string }) => {
  const template = useDraft().templates.find(({ id }) => id === entry)
  return template === undefined ? <GoneEntry at="templates" /> : <Editor template={template} />
}
