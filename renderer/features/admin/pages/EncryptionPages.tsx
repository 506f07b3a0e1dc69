import { Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ENCRYPTION_RULES, type EncryptionPolicy, EncryptionRule } from '#shared/policies/rules.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { DEFAULT_ENTRY } from '../admin-place.ts'
import { freeName, moved, newEncryptionPolicy, withEntry, withoutEntry } from '../draft/edits.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Assignment, useAssignedWords } from '../parts/Assignment.tsx'
import { Card } from '../parts/Card.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'
import { AddEntry, DeleteEntry } from '../parts/EntryActions.tsx'
import { NameField } from '../parts/fields.tsx'
import { GoneEntry } from '../parts/GoneEntry.tsx'

interface Row {
  id: string
  name: string
  encryption: EncryptionRule
  assigned: string
}

/** Whether organisers can turn on end-to-end encryption, for whom. */
export const EncryptionList = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('encryption')
  const assigned = useAssignedWords()
  const { encryption } = useDraft()
  const rows = encryption.policies.map(({ assignedTo, ...policy }): Row => ({ ...policy, assigned: assigned(assignedTo) }))
  const last: Row = {
    id: DEFAULT_ENTRY,
    name: t('admin.defaultPolicy'),
    encryption: encryption.default,
    assigned: t('admin.everybodyElse'),
  }
  return (
    <AdminPage
      title={t('admin.area.encryption')}
      note={t('admin.encryption.note')}
      section="encryption"
      actions={
        <AddEntry
          at="encryption"
          label={t('admin.newPolicy')}
          onAdd={(rules, id) => {
            const { policies } = rules.encryption
            const policy = newEncryptionPolicy(id, freeName(policies, t('admin.newPolicy')))
            return { ...rules, encryption: { ...rules.encryption, policies: withEntry(policies, policy) } }
          }}
        />
      }
    >
      <AdminTable
        label={t('admin.area.encryption')}
        nameTitle={t('admin.field.name')}
        rows={rows}
        last={[last]}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        textOf={(row) => row.assigned}
        columns={[
          { title: t('options.name.encryption'), cell: (row) => t(`admin.encryptionRule.${row.encryption}`) },
          { title: t('admin.field.assignedTo'), cell: (row) => row.assigned },
        ]}
        onOpen={({ id }) => visit.go({ at: 'encryption', entry: id })}
        onMove={
          may
            ? ({ id }, by) =>
                visit.edit((rules) => ({
                  ...rules,
                  encryption: { ...rules.encryption, policies: moved(rules.encryption.policies, id, by) },
                }))
            : undefined
        }
        empty={t('admin.noPolicies')}
      />
    </AdminPage>
  )
}

const RuleChoice = ({
  value,
  disabled,
  onChange,
}: {
  value: EncryptionRule
  disabled: boolean
  onChange(rule: EncryptionRule): void
}) => {
  const { t } = useTranslation()
  // A control that does nothing is hard to read.
  if (disabled) return <Text>{t(`admin.encryptionRule.${value}`)}</Text>
  return (
    <RadioGroup
      aria-label={t('options.name.encryption')}
      value={value}
      onChange={(_event, data) => {
        const rule = EncryptionRule.safeParse(data.value)
        if (rule.success) onChange(rule.data)
      }}
    >
      {ENCRYPTION_RULES.map((rule) => (
        <Radio key={rule} value={rule} label={t(`admin.encryptionRule.${rule}`)} />
      ))}
    </RadioGroup>
  )
}

const Default = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('encryption')
  const { encryption } = useDraft()
  return (
    <AdminPage
      title={t('admin.defaultPolicy')}
      note={t('admin.defaultNote')}
      section="encryption"
      back={{ place: { at: 'encryption' }, label: t('admin.area.encryption') }}
      aside={<EffectPanel />}
    >
      <Card title={t('options.name.encryption')}>
        <RuleChoice
          value={encryption.default}
          disabled={!may}
          onChange={(rule) => visit.edit((rules) => ({ ...rules, encryption: { ...rules.encryption, default: rule } }))}
        />
      </Card>
    </AdminPage>
  )
}

const Editor = ({ policy }: { policy: EncryptionPolicy }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('encryption')
  const { policies } = useDraft().encryption
  const { id, name, assignedTo, encryption } = policy
  const change = (part: Partial<EncryptionPolicy>): void =>
    visit.edit((rules) => ({
      ...rules,
      encryption: { ...rules.encryption, policies: withEntry(rules.encryption.policies, { ...policy, ...part }) },
    }))
  return (
    <AdminPage
      title={name.trim() === '' ? t('admin.unnamed') : name}
      section="encryption"
      back={{ place: { at: 'encryption' }, label: t('admin.area.encryption') }}
      actions={
        <DeleteEntry
          at="encryption"
          onDelete={(rules) => ({
            ...rules,
            encryption: { ...rules.encryption, policies: withoutEntry(rules.encryption.policies, id) },
          })}
        />
      }
      aside={<EffectPanel about={assignedTo} />}
    >
      <Card>
        <NameField list={policies} id={id} name={name} disabled={!may} onChange={(given) => change({ name: given })} />
        <RuleChoice value={encryption} disabled={!may} onChange={(rule) => change({ encryption: rule })} />
      </Card>
      <Card title={t('admin.field.assignedTo')} note={t('admin.assignedNote')}>
        <Assignment
          assignedTo={assignedTo}
          disabled={!may}
          nobody={t('admin.assignedToNobody')}
          onChange={(to) => change({ assignedTo: to })}
        />
      </Card>
    </AdminPage>
  )
}

export const EncryptionEntry = ({ entry }: { entry: string }) => {
  const policy = useDraft().encryption.policies.find(({ id }) => id === entry)
  if (entry === DEFAULT_ENTRY) return <Default />
  return policy === undefined ? <GoneEntry at="encryption" /> : <Editor policy={policy} />
}
