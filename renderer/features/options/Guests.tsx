import { Button, Field, Input, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '#shared/contract/moderation.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { cleanName } from '#shared/meeting/names.ts'
import { usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { CopyLinkButton } from '../../ui/CopyLinkButton.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'

const DAY = 86_400_000
/** How long an invitation may last, in days. */
const LASTING = [1, 7, 30, 90] as const

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  form: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    '& input, & select': { minWidth: 0 },
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  /** Level with the inputs beside it, below their labels. */
  submit: { marginTop: '26px', '@media (max-width: 560px)': { marginTop: 0 } },
  made: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  link: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '52px' },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
})

/** Whether somebody can still come by it. */
const isOpen = ({ withdrawnAt, expiresAt }: Invitation): boolean => withdrawnAt === undefined && expiresAt > Date.now()

const Row = ({ invitation, onWithdraw }: { invitation: Invitation; onWithdraw: () => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const { name, expiresAt, withdrawnAt, usedAt } = invitation
  const open = isOpen(invitation)
  const state = [
    usedAt !== undefined && t('setup.guests.used'),
    withdrawnAt !== undefined
      ? t('setup.guests.withdrawn')
      : open
        ? t('setup.guests.expires', { date: format.date(expiresAt) })
        : t('setup.guests.expired'),
  ].filter(Boolean)
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <Text>{name}</Text>
        <Text size={200} className={styles.quiet}>
          {state.join(' · ')}
        </Text>
      </span>
      {open ? (
        <Button
          aria-label={t('setup.guests.withdrawNamed', { name })}
          title={t('setup.guests.withdrawNote')}
          onClick={onWithdraw}
        >
          {t('setup.guests.withdraw')}
        </Button>
      ) : null}
    </li>
  )
}

/** Guests by name, each with a link of their own that is shown once. */
export const Guests = ({ code }: { code: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const { request, reload } = useRequest(useCallback(() => service.meetings.listInvitations({ code }), [service, code]))
  const [name, setName] = useState('')
  const [days, setDays] = useState<number>(LASTING[1])
  const [checked, setChecked] = useState(false)
  const [made, setMade] = useState<{ name: string; link: string }>()
  const [refusal, setRefusal] = useState<ErrorCode>()

  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setRefusal(undefined)
    try {
      await work()
      await reload()
    } catch (error) {
      setRefusal(toParleyError(error).code)
    }
  }

  const invite = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    const cleaned = cleanName(name)
    if (cleaned === undefined) return
    setMade(undefined)
    await attempt(async () => {
      const { invitation, link } = await service.meetings.invite({ code, name: cleaned, expiresAt: Date.now() + days * DAY })
      setMade({ name: invitation.name, link })
      setName('')
      setChecked(false)
    })
  }

  const problem = checked && cleanName(name) === undefined
  return (
    <div className={styles.root}>
      <Text className={styles.quiet}>{t('setup.guests.note')}</Text>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <form className={styles.form} noValidate onSubmit={(event) => void invite(event)}>
        <Field
          label={t('setup.guests.name')}
          {...(problem ? { validationMessage: t('setup.guests.nameMissing'), validationState: 'error' as const } : {})}
        >
          <Input value={name} maxLength={LIMITS.name * 2} onChange={(_event, data) => setName(data.value)} />
        </Field>
        <Field label={t('setup.guests.lasts')}>
          <Select value={String(days)} onChange={(_event, data) => setDays(Number(data.value))}>
            {LASTING.map((count) => (
              <option key={count} value={count}>
                {t('setup.guests.days', { count })}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" appearance="primary" className={styles.submit}>
          {t('setup.guests.invite')}
        </Button>
      </form>
      <div role="status">
        {made === undefined ? null : (
          <div className={styles.made}>
            <Text>{t('setup.guests.made', { name: made.name })}</Text>
            <Text className={styles.link}>{made.link}</Text>
            <CopyLinkButton link={made.link} appearance="primary">
              {t('setup.guests.copy')}
            </CopyLinkButton>
          </div>
        )}
      </div>
      <Heading level={3}>{t('setup.guests.list')}</Heading>
      {request.state === 'loading' ? <Spinner label={t('common.loading')} /> : null}
      {request.state === 'failed' ? <ErrorCard code={request.code} level={3} /> : null}
      {request.value?.length === 0 ? <Text className={styles.quiet}>{t('setup.guests.none')}</Text> : null}
      <ul className={styles.list} aria-label={t('setup.guests.list')}>
        {request.value?.map((invitation) => (
          <Row
            key={invitation.id}
            invitation={invitation}
            onWithdraw={() => void attempt(() => service.meetings.withdrawInvitation({ code, id: invitation.id }))}
          />
        ))}
      </ul>
    </div>
  )
}
