import { Field, makeStyles, mergeClasses, Select, Text, tokens } from '@fluentui/react-components'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OPTION_NAMES, type OptionName } from '#shared/meeting/options.ts'
import type { AssignedTo } from '#shared/policies/assigned-to.ts'
import { DEFAULT_POLICY } from '#shared/policies/rule-sets.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useOptionWords } from '../../options/use-option-words.ts'
import { useAdmin, useDraft, useNameOf, useSaved } from '../admin-context.ts'
import { changedOptions, type Effect, effectOf, firstSubject, type MeetingOf, type Subject } from '../draft/effect.ts'
import { Finder } from './Finder.tsx'

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    minWidth: 0,
    boxSizing: 'border-box',
    padding: '20px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    '& select, & input': { minWidth: 0, width: '100%' },
  },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  item: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  bound: { display: 'flex', alignItems: 'flex-start', gap: '4px', color: tokens.colorNeutralForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
  changed: {
    marginLeft: '-20px',
    paddingLeft: '17px',
    borderLeft: `3px solid ${tokens.colorBrandStroke1}`,
  },
  mark: { color: tokens.colorBrandForeground1 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
})

interface Props {
  /** Whom the thing at the left is assigned to: one of them is shown first. */
  about?: AssignedTo
  /** The template or label at the left: of every meeting that is shown. */
  meeting?: MeetingOf
}

/** One option, as an organiser would find it. */
const Line = ({ name, effect, before }: { name: OptionName; effect: Effect; before: Effect | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const words = useOptionWords()
  const option = effect.options[name]
  const bound = words.bound(option)
  const choices = option.choices.map((value) => words.value(name, value))
  return (
    <li className={mergeClasses(styles.item, before !== undefined && styles.changed)}>
      <Text weight="semibold">{words.name(name)}</Text>
      <Text>
        {words.value(name, option.value)}
        {option.hidden ? ` (${t('admin.effect.hidden')})` : ''}
      </Text>
      {bound === undefined ? null : (
        <Text size={200} className={styles.bound}>
          <LockClosedRegular className={styles.icon} aria-hidden="true" />
          <span>
            {bound}
            {option.choices.length > 1 ? `. ${t('admin.effect.choices', { choices: format.list(choices) })}` : ''}
          </span>
        </Text>
      )}
      {before === undefined ? null : (
        <Text size={200} className={styles.mark}>
          {before.options[name].value === option.value
            ? t('admin.effect.choicesChanged')
            : t('admin.effect.before', { value: words.value(name, before.options[name].value) })}
        </Text>
      )}
    </li>
  )
}

const subjectKey = (subject: Subject): string => (subject.kind === 'others' ? 'others' : `${subject.kind} ${subject.id}`)

/** What an organiser would see: the effective options in words, with what binds each. */
export const EffectPanel = ({ about, meeting }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const heading = useId()
  const draft = useDraft()
  const saved = useSaved()
  const people = useAdmin((state) => state.people)
  const [chosen, setChosen] = useState<Subject>()
  const [others, setOthers] = useState<MeetingOf>({})
  const [picked, setPicked] = useState<readonly string[]>([])
  const first = firstSubject(about)
  const wanted = chosen ?? first
  // A group that is no more says nothing about anybody.
  const isGone = wanted.kind === 'group' && draft.groups.every(({ id }) => id !== wanted.id)
  const subject: Subject = isGone ? { kind: 'others' } : wanted
  const listed = [...new Set([...(first.kind === 'person' ? [first.id] : []), ...picked])]
  const nameOf = useNameOf(listed)
  const of: MeetingOf = { ...others, ...meeting }
  const { templateId, labelId } = of
  const claimed = subject.kind === 'person' ? people.get(subject.id)?.claimedGroups : undefined
  const asked: Subject = subject.kind === 'person' ? { ...subject, claimed: claimed ?? [] } : subject
  const effect = effectOf(draft, asked, of)
  const before = effectOf(saved, asked, of)
  const changed = changedOptions(before, effect)

  const choose = (key: string): void => {
    const [kind, id = ''] = key.split(' ')
    if (kind === 'group') setChosen({ kind, id })
    else if (kind === 'person') setChosen({ kind, id, claimed: [] })
    else setChosen({ kind: 'others' })
  }

  const policy = (name: string): string => (name === DEFAULT_POLICY ? t('admin.defaultPolicy') : name)
  const bound = OPTION_NAMES.filter((name) => effect.options[name].boundBy !== undefined)
  const free = OPTION_NAMES.filter((name) => effect.options[name].boundBy === undefined)
  const lines = (names: readonly OptionName[]) => (
    <ul className={styles.list}>
      {names.map((name) => (
        <Line key={name} name={name} effect={effect} before={changed.has(name) ? before : undefined} />
      ))}
    </ul>
  )
  const { maximumSize } = effect
  return (
    <aside className={styles.panel} aria-labelledby={heading}>
      <Heading level={2} id={heading}>
        {t('admin.effect.title')}
      </Heading>
      <Text className={styles.quiet}>{t('admin.effect.note')}</Text>
      <Field label={t('admin.effect.who')}>
        <Select value={subjectKey(subject)} onChange={(_event, data) => choose(data.value)}>
          <option value="others">{t('admin.effect.others')}</option>
          {draft.groups.map(({ id, name }) => (
            <option key={id} value={`group ${id}`}>
              {t('admin.effect.inGroup', { name })}
            </option>
          ))}
          {listed.map((id) => (
            <option key={id} value={`person ${id}`}>
              {nameOf(id)}
            </option>
          ))}
        </Select>
      </Field>
      <Finder
        label={t('admin.effect.findPerson')}
        without={listed}
        onPerson={({ id }) => {
          setPicked([...picked, id])
          setChosen({ kind: 'person', id, claimed: [] })
        }}
      />
      {meeting?.templateId === undefined && draft.templates.length > 0 ? (
        <Field label={t('admin.effect.template')}>
          <Select
            value={templateId ?? ''}
            onChange={(_event, data) => setOthers({ ...others, templateId: data.value === '' ? undefined : data.value })}
          >
            <option value="">{t('admin.effect.none')}</option>
            {draft.templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {meeting?.labelId === undefined && draft.labels.list.length > 0 ? (
        <Field label={t('admin.effect.label')}>
          <Select
            value={labelId ?? ''}
            onChange={(_event, data) => setOthers({ ...others, labelId: data.value === '' ? undefined : data.value })}
          >
            <option value="">{t('admin.effect.none')}</option>
            {draft.labels.list.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      <div className={styles.part} data-effect>
        <Text>{t('admin.effect.licence', { name: t(`options.licence.${effect.licence}`) })}</Text>
        {meeting?.templateId !== undefined && !effect.mayUseTemplates ? <Text>{t('admin.effect.noTemplates')}</Text> : null}
        <Text>{t('admin.effect.encryptionPolicy', { name: policy(effect.encryptionPolicy) })}</Text>
        <Text>{t('admin.effect.meetingPolicy', { name: policy(effect.meetingPolicy) })}</Text>
        <Text>{t('admin.effect.size', { count: maximumSize.value })}</Text>
      </div>
      {bound.length === 0 ? null : (
        <div className={styles.part}>
          <Heading level={3}>{t('admin.effect.bound')}</Heading>
          {lines(bound)}
        </div>
      )}
      <div className={styles.part}>
        <Heading level={3}>{t('admin.effect.free')}</Heading>
        <Text size={200} className={styles.quiet}>
          {t('admin.effect.freeNote')}
        </Text>
        {lines(free)}
      </div>
    </aside>
  )
}
