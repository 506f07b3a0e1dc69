import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Group, MeetingPolicy, OrganisationRules } from '#shared/policies/rules.ts'
import { useDraft, useMayChange, useVisit } from '../admin-context.ts'
import { freeName, newGroup, withEntry, withoutGroup } from '../draft/edits.ts'
import { AdminPage } from '../parts/AdminPage.tsx'
import { AdminTable } from '../parts/AdminTable.tsx'
import { PeopleRows } from '../parts/Assignment.tsx'
import { Card } from '../parts/Card.tsx'
import { EffectPanel } from '../parts/EffectPanel.tsx'
import { AddEntry, DeleteEntry } from '../parts/EntryActions.tsx'
import { Finder } from '../parts/Finder.tsx'
import { NameField } from '../parts/fields.tsx'
import { GoneEntry } from '../parts/GoneEntry.tsx'
import { TextList } from '../parts/TextList.tsx'
import { useRowFocus } from '../parts/use-row-focus.ts'

/** The longest value of a claim, characters. */
const CLAIM_LENGTH = 200

const useStyles = makeStyles({
  members: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

type Assigned = Pick<MeetingPolicy, 'name' | 'assignedTo'>

/** What is assigned to a group, by name. */
const useUses = (): ((id: string) => string[]) => {
  const { t } = useTranslation()
  const { encryption, meetings, licences } = useDraft()
  const named = (section: 'encryption' | 'meetings', policies: readonly Assigned[], id: string): string[] =>
    policies
      .filter(({ assignedTo }) => assignedTo.groups.includes(id))
      .map(({ name }) => t('admin.groups.policy', { section: t(`admin.area.${section}`), name }))
  return (id) => [
    ...named('encryption', encryption.policies, id),
    ...named('meetings', meetings.policies, id),
    ...(licences.premium.groups.includes(id) ? [t('admin.licences.premium')] : []),
  ]
}

/** One below the other, since each is several words. */
const Lines = ({ lines, none }: { lines: readonly string[]; none: string }) =>
  lines.length === 0
    ? none
    : lines.map((line) => (
        <Text key={line} block>
          {line}
        </Text>
      ))

/** People who belong together: named ones, and those whom the identity provider says so of. */
export const GroupList = () => {
  const { t } = useTranslation()
  const visit = useVisit()
  const { groups } = useDraft()
  const usesOf = useUses()
  const who = ({ members, claimValues }: Group): string => {
    const parts = [
      ...(members.length === 0 ? [] : [t('admin.finder.people', { count: members.length })]),
      ...(claimValues.length === 0 ? [] : [t('admin.groups.byClaim', { values: claimValues.join(', ') })]),
    ]
    return parts.length === 0 ? t('admin.nobody') : parts.join(', ')
  }
  return (
    <AdminPage
      title={t('admin.area.groups')}
      note={t('admin.groups.note')}
      section="groups"
      actions={
        <AddEntry
          at="groups"
          label={t('admin.groups.new')}
          onAdd={(rules, id) => ({
            ...rules,
            groups: withEntry(rules.groups, newGroup(id, freeName(rules.groups, t('admin.groups.new')))),
          })}
        />
      }
    >
      <AdminTable
        label={t('admin.area.groups')}
        nameTitle={t('admin.field.name')}
        rows={groups}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        textOf={({ claimValues }) => claimValues.join(' ')}
        columns={[
          { title: t('admin.groups.members'), cell: who },
          { title: t('admin.groups.uses'), cell: ({ id }) => <Lines lines={usesOf(id)} none={t('admin.groups.noUses')} /> },
        ]}
        onOpen={({ id }) => visit.go({ at: 'groups', entry: id })}
        empty={t('admin.groups.empty')}
      />
    </AdminPage>
  )
}

/** Deleting a group changes what it is assigned to: for whoever may change that too. */
const useMayDelete = (): ((rules: OrganisationRules, id: string) => boolean) => {
  const encryption = useMayChange('encryption')
  const meetings = useMayChange('meetings')
  const licences = useMayChange('licences')
  const settings = useMayChange('settings')
  return (rules, id) =>
    (encryption || rules.encryption.policies.every(({ assignedTo }) => !assignedTo.groups.includes(id))) &&
    (meetings || rules.meetings.policies.every(({ assignedTo }) => !assignedTo.groups.includes(id))) &&
    (licences || !rules.licences.premium.groups.includes(id)) &&
    (settings || rules.settings.recorded?.groups.includes(id) !== true)
}

interface MembersProps {
  members: readonly string[]
  disabled: boolean
  onChange(members: string[]): void
}

/** Who is in a group by name. */
const Members = ({ members, disabled, onChange }: MembersProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const root = useRef<HTMLDivElement>(null)
  const { leaving } = useRowFocus(root)
  return (
    <div ref={root} className={styles.members}>
      {disabled ? null : (
        <Finder label={t('admin.finder.onlyPeople')} without={members} onPerson={(person) => onChange([...members, person.id])} />
      )}
      {members.length === 0 ? <Text className={styles.quiet}>{t('admin.groups.noMembers')}</Text> : null}
      <ul className={styles.list} aria-label={t('admin.groups.members')}>
        <PeopleRows
          people={members}
          disabled={disabled}
          onLeave={leaving}
          onRemove={(personId) => onChange(members.filter((each) => each !== personId))}
        />
      </ul>
    </div>
  )
}

const Editor = ({ group }: { group: Group }) => {
  const { t } = useTranslation()
  const visit = useVisit()
  const may = useMayChange('groups')
  const draft = useDraft()
  const mayDelete = useMayDelete()(draft, group.id)
  const { id, name, members, claimValues } = group
  const uses = useUses()(id)
  const change = (part: Partial<Group>): void =>
    visit.edit((rules) => ({ ...rules, groups: withEntry(rules.groups, { ...group, ...part }) }))
  return (
    <AdminPage
      title={name.trim() === '' ? t('admin.unnamed') : name}
      note={uses.length === 0 ? t('admin.groups.noUses') : t('admin.groups.usedBy', { names: uses.join(', ') })}
      section="groups"
      back={{ place: { at: 'groups' }, label: t('admin.area.groups') }}
      {...(mayDelete ? { actions: <DeleteEntry at="groups" onDelete={(rules) => withoutGroup(rules, id)} /> } : {})}
      aside={<EffectPanel about={{ people: [], groups: [id] }} />}
    >
      {may && !mayDelete ? <Text>{t('admin.groups.notDeletable')}</Text> : null}
      <Card>
        <NameField list={draft.groups} id={id} name={name} disabled={!may} onChange={(given) => change({ name: given })} />
      </Card>
      <Card title={t('admin.groups.members')}>
        <Members members={members} disabled={!may} onChange={(changed) => change({ members: changed })} />
      </Card>
      <Card title={t('admin.groups.claims')} note={t('admin.groups.claimsNote')}>
        <TextList
          label={t('admin.groups.claimValue')}
          values={claimValues}
          longest={CLAIM_LENGTH}
          disabled={!may}
          empty={t('admin.groups.noClaims')}
          onChange={(values) => change({ claimValues: values })}
        />
      </Card>
    </AdminPage>
  )
}

export const GroupEntry = ({ entry }: { entry: string }) => {
  const group = useDraft().groups.find(({ id }) => id === entry)
  return group === undefined ? <GoneEntry at="groups" /> : <Editor group={group} />
}
