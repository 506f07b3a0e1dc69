import { useTranslation } from 'react-i18next'
import { OPTION_NAMES } from '#shared/meeting/options.ts'
import type { MeetingPolicy, MeetingRules } from '#shared/policies/rules.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { DEFAULT_ENTRY } from '../admin-place.ts'
import { freeName, moved, newMeetingPolicy, withEntry, withoutEntry } from '../draft/edits.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { Assignment, useAssignedWords } from '../parts/Assignment.tsx'
import { Card } from '../parts/Card.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'
import { AddEntry, DeleteEntry } from '../parts/EntryActions.tsx'
import { NameField, SizeField } from '../parts/fields.tsx'
import { GoneEntry } from '../parts/GoneEntry.tsx'
import { MeetingOptionRules } from '../parts/OptionRules.tsx'

interface Row {
  id: string
  name: string
  rules: MeetingRules
  assigned: string
}

/** What organisers may choose of each option, for whom. */
export const MeetingPolicyList = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('meetings')
  const words = useOptionWords()
  const assigned = useAssignedWords()
  const { meetings } = useDraft()
  const rows = meetings.policies.map(({ assignedTo, ...policy }): Row => ({ ...policy, assigned: assigned(assignedTo) }))
  const last: Row = {
    id: DEFAULT_ENTRY,
    name: t('admin.defaultPolicy'),
    rules: meetings.default,
    assigned: t('admin.everybodyElse'),
  }
  const ruled = ({ options, maximumSize }: MeetingRules): string => {
    const names = OPTION_NAMES.filter((name) => options[name] !== undefined).map((name) => words.name(name))
    const all = maximumSize === undefined ? names : [...names, t('admin.field.maximumSize')]
    return all.length === 0 ? t('admin.nothingRuled') : all.join(' · ')
  }
  return (
    <AdminPage
      title={t('admin.area.meetings')}
      note={t('admin.meetings.note')}
      section="meetings"
      actions={
        <AddEntry
          at="meetings"
          label={t('admin.newPolicy')}
          onAdd={(rules, id) => {
            const { policies } = rules.meetings
            const policy = newMeetingPolicy(id, freeName(policies, t('admin.newPolicy')))
            return { ...rules, meetings: { ...rules.meetings, policies: withEntry(policies, policy) } }
          }}
        />
      }
    >
      <AdminTable
        label={t('admin.area.meetings')}
        nameTitle={t('admin.field.name')}
        rows={rows}
        last={[last]}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        textOf={(row) => `${row.assigned} ${ruled(row.rules)}`}
        columns={[
          { title: t('admin.field.rules'), cell: (row) => ruled(row.rules) },
          { title: t('admin.field.assignedTo'), cell: (row) => row.assigned },
        ]}
        onOpen={({ id }) => visit.go({ at: 'meetings', entry: id })}
        onMove={
          may
            ? ({ id }, by) =>
                visit.edit((rules) => ({
                  ...rules,
                  meetings: { ...rules.meetings, policies: moved(rules.meetings.policies, id, by) },
                }))
            : undefined
        }
        empty={t('admin.noPolicies')}
      />
    </AdminPage>
  )
}

const RulesCards = ({ rules, onChange }: { rules: MeetingRules; onChange(rules: MeetingRules): void }) => {
  const { t } = useTranslation()
  const may = useMayChange('meetings')
  return (
    <>
      <Card title={t('admin.field.rules')} note={t('admin.meetings.rulesNote')}>
        <MeetingOptionRules options={rules.options} disabled={!may} onChange={(options) => onChange({ ...rules, options })} />
      </Card>
      <Card>
        <SizeField value={rules.maximumSize} disabled={!may} onChange={(maximumSize) => onChange({ ...rules, maximumSize })} />
      </Card>
    </>
  )
}

const Default = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const { meetings } = useDraft()
  return (
    <AdminPage
      title={t('admin.defaultPolicy')}
      note={t('admin.defaultNote')}
      section="meetings"
      back={{ place: { at: 'meetings' }, label: t('admin.area.meetings') }}
      aside={<EffectPanel />}
    >
      <RulesCards
        rules={meetings.default}
        onChange={(changed) => visit.edit((rules) => ({ ...rules, meetings: { ...rules.meetings, default: changed } }))}
      />
    </AdminPage>
  )
}

const Editor = ({ policy }: { policy: MeetingPolicy }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('meetings')
  const { policies } = useDraft().meetings
  const { id, name, assignedTo } = policy
  const change = (part: Partial<MeetingPolicy>): void =>
    visit.edit((rules) => ({
      ...rules,
      meetings: { ...rules.meetings, policies: withEntry(rules.meetings.policies, { ...policy, ...part }) },
    }))
  return (
    <AdminPage
      title={name.trim() === '' ? t('admin.unnamed') : name}
      section="meetings"
      back={{ place: { at: 'meetings' }, label: t('admin.area.meetings') }}
      actions={
        <DeleteEntry
          at="meetings"
          onDelete={(rules) => ({
            ...rules,
            meetings: { ...rules.meetings, policies: withoutEntry(rules.meetings.policies, id) },
          })}
        />
      }
      aside={<EffectPanel about={assignedTo} />}
    >
      <Card>
        <NameField list={policies} id={id} name={name} disabled={!may} onChange={(given) => change({ name: given })} />
      </Card>
      <Card title={t('admin.field.assignedTo')} note={t('admin.assignedNote')}>
        <Assignment
          assignedTo={assignedTo}
          disabled={!may}
          nobody={t('admin.assignedToNobody')}
          onChange={(to) => change({ assignedTo: to })}
        />
      </Card>
      <RulesCards rules={policy.rules} onChange={(rules) => change({ rules })} />
    </AdminPage>
  )
}

export const MeetingPolicyEntry = ({ entry }: { entry: string }) => {
  const policy = useDraft().meetings.policies.find(({ id }) => id === entry)
  if (entry === DEFAULT_ENTRY) return <Default />
  return policy === undefined ? <GoneEntry at="meetings" /> : <Editor policy={policy} />
}
