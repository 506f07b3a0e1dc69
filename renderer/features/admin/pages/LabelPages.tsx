import { useTranslation } from 'react-i18next'
import { OPTION_NAMES } from '#shared/meeting/options.ts'
import type { Label } from '#shared/policies/rules.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { freeName, moved, newLabel, withEntry, withoutLabel } from '../draft/edits.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Card } from '../parts/Card.tsx'
import { ChoiceField } from '../parts/ChoiceField.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'
import { AddEntry, DeleteEntry } from '../parts/EntryActions.tsx'
import { DescriptionField, NameField } from '../parts/fields.tsx'
import { GoneEntry } from '../parts/GoneEntry.tsx'
import { LabelOptionRules } from '../parts/OptionRules.tsx'

/** How sensitive a meeting can be, and what that demands. */
export const LabelList = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('labels')
  const words = useOptionWords()
  const { labels } = useDraft()
  const demanded = ({ atLeast }: Label): string => {
    const names = OPTION_NAMES.filter((name) => atLeast[name] !== undefined).map((name) => words.name(name))
    return names.length === 0 ? t('admin.nothingRuled') : names.join(' · ')
  }
  return (
    <AdminPage
      title={t('admin.area.labels')}
      note={t('admin.labels.note')}
      section="labels"
      actions={
        <AddEntry
          at="labels"
          label={t('admin.labels.new')}
          onAdd={(rules, id) => {
            const label = newLabel(id, freeName(rules.labels.list, t('admin.labels.new')))
            return { ...rules, labels: { ...rules.labels, list: withEntry(rules.labels.list, label) } }
          }}
        />
      }
    >
      <AdminTable
        label={t('admin.area.labels')}
        nameTitle={t('admin.field.name')}
        rows={labels.list}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        textOf={({ description }) => description}
        columns={[
          { title: t('admin.field.description'), cell: ({ description }) => description },
          { title: t('admin.labels.demands'), cell: demanded },
        ]}
        onOpen={({ id }) => visit.go({ at: 'labels', entry: id })}
        onMove={
          may
            ? ({ id }, by) =>
                visit.edit((rules) => ({ ...rules, labels: { ...rules.labels, list: moved(rules.labels.list, id, by) } }))
            : undefined
        }
        empty={t('admin.labels.empty')}
      />
      <Card>
        <ChoiceField
          label={t('admin.field.defaultLabel')}
          hint={t('admin.labels.defaultHint')}
          value={labels.default ?? ''}
          choices={[
            { value: '', words: t('admin.labels.noDefault') },
            ...labels.list.map(({ id, name }) => ({ value: id, words: name })),
          ]}
          disabled={!may}
          onChange={(value) =>
            visit.edit((rules) => {
              const { list } = rules.labels
              return { ...rules, labels: value === '' ? { list } : { list, default: value } }
            })
          }
        />
      </Card>
    </AdminPage>
  )
}

const Editor = ({ label }: { label: Label }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('labels')
  const { list } = useDraft().labels
  const { id, name, description, atLeast } = label
  const change = (part: Partial<Label>): void =>
    visit.edit((rules) => ({
      ...rules,
      labels: { ...rules.labels, list: withEntry(rules.labels.list, { ...label, ...part }) },
    }))
  return (
    <AdminPage
      title={name.trim() === '' ? t('admin.unnamed') : name}
      section="labels"
      back={{ place: { at: 'labels' }, label: t('admin.area.labels') }}
      actions={<DeleteEntry at="labels" onDelete={(rules) => withoutLabel(rules, id)} />}
      aside={<EffectPanel meeting={{ labelId: id }} />}
    >
      <Card>
        <NameField list={list} id={id} name={name} disabled={!may} onChange={(given) => change({ name: given })} />
        <DescriptionField
          hint={t('admin.labels.descriptionHint')}
          description={description}
          disabled={!may}
          onChange={(given) => change({ description: given })}
        />
      </Card>
      <Card title={t('admin.labels.demands')} note={t('admin.labels.demandsNote')}>
        <LabelOptionRules atLeast={atLeast} disabled={!may} onChange={(changed) => change({ atLeast: changed })} />
      </Card>
    </AdminPage>
  )
}

export const LabelEntry = ({ entry }: { entry: string }) => {
  const label = useDraft().labels.list.find(({ id }) => id === entry)
  return label === undefined ? <GoneEntry at="labels" /> : <Editor label={label} />
}
