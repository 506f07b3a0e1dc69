import { Button, Field, Input, Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { deepLinkOf, parseInvitation } from '#shared/meeting/code.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import { cleanName } from '#shared/meeting/names.ts'
import { useNavigator } from '../../app/navigation.ts'
import { usePlatform } from '../../app/services.ts'
import { useAbout } from '../../app/use-about.ts'
import { invitationOf } from '../../platform/web-place.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { InvitationField } from '../../ui/InvitationField.tsx'
import { useInputStyles } from '../../ui/input-styles.ts'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  others: { display: 'flex', flexWrap: 'wrap', gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}` },
  code: { fontFamily: tokens.fontFamilyMonospace },
})

/** Refusals that belong to the field of the name. */
const isAboutName = (code: ErrorCode): code is 'NAME_TAKEN' | 'NAME_INVALID' => code === 'NAME_TAKEN' || code === 'NAME_INVALID'

/** A name, and the meeting where it is not known yet: all that a guest gives. */
export const GuestForm = ({ invitedTo, onSignIn }: { invitedTo: string | undefined; onSignIn: () => void }) => {
  const styles = useStyles()
  const { input } = useInputStyles()
  const { t } = useTranslation()
  const { abilities } = usePlatform()
  const navigation = useNavigator()
  const { request } = useAbout()
  const [invitation, setInvitation] = useState('')
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()

  const code = invitedTo ?? parseInvitation(invitation)
  const cleaned = cleanName(name)
  /** What is wrong with the name, as far as this form or the service can tell. */
  const nameProblem = (): string | undefined => {
    if (refusal !== undefined && isAboutName(refusal)) {
      return `${t(`error.${refusal}.meaning`)} ${t(`error.${refusal}.action`)}`
    }
    if (!checked || cleaned !== undefined) return undefined
    return name.trim() === '' ? t('signIn.nameMissing') : t('error.NAME_INVALID.meaning')
  }
  const problem = nameProblem()

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    setRefusal(undefined)
    if (code === undefined || cleaned === undefined) return
    setBusy(true)
    try {
      await navigation.joinAsGuest(code, cleaned, invitationOf(invitation))
    } catch (error) {
      setRefusal(toParleyError(error).code)
      setBusy(false)
    }
  }

  return (
    <>
      <div className={styles.words}>
        <Heading level={1}>{t(invitedTo === undefined ? 'signIn.guestTitle' : 'signIn.guestInvited')}</Heading>
        {invitedTo === undefined ? null : (
          <Text>
            {t('signIn.guestMeeting')} <span className={styles.code}>{invitedTo}</span>
          </Text>
        )}
      </div>
      {refusal === undefined || isAboutName(refusal) ? null : <ErrorCard code={refusal} />}
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        {invitedTo === undefined ? (
          <InvitationField
            label={t('signIn.invitation')}
            hint={t('signIn.invitationHint')}
            value={invitation}
            onChange={setInvitation}
            checked={checked}
          />
        ) : null}
        <Field
          label={t('signIn.name')}
          hint={t('signIn.nameHint')}
          {...(problem === undefined ? {} : { validationMessage: problem, validationState: 'error' as const })}
        >
          <Input
            className={input}
            size="large"
            autoComplete="name"
            maxLength={LIMITS.name * 2}
            value={name}
            onChange={(_event, data) => {
              setName(data.value)
              if (refusal !== undefined && isAboutName(refusal)) setRefusal(undefined)
            }}
          />
        </Field>
        <Button type="submit" appearance="primary" size="large" disabledFocusable={busy}>
          {t('signIn.continue')}
        </Button>
      </form>
      <div className={styles.others}>
        {abilities.openDesktopClient && code !== undefined ? (
          <Link href={deepLinkOf(code)}>{t('signIn.openInDesktop')}</Link>
        ) : null}
        {(request.value?.samplePeople.length ?? 0) > 0 ? (
          <Link as="button" onClick={onSignIn}>
            {t('signIn.signInInstead')}
          </Link>
        ) : null}
      </div>
    </>
  )
}
