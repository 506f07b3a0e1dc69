import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useIdentity, usePlatform, usePolicies } from '../../app/services.ts'
import { CardScreen } from '../../ui/CardScreen.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { GuestForm } from './GuestForm.tsx'
import { GuestInBrowser } from './GuestInBrowser.tsx'
import { InBrowser } from './InBrowser.tsx'
import { Welcome } from './Welcome.tsx'

/**
 * Who somebody is: a member who signs in at their organisation's provider, one of the embedded service's sample people, or a
 * guest with a name. Whoever opened a meeting's link in a browser starts as a guest.
 */
export const SignIn = () => {
  const { t } = useTranslation()
  const { identity, info } = usePlatform()
  const { allows } = usePolicies()
  const state = useIdentity()
  const invitedTo = useNavigation(({ place }) => (place.at === 'meeting' ? place.code : undefined))
  // A desktop client belongs to a member of the organisation: it sends guests to the browser.
  const guestsJoinHere = info.kind === 'web'
  const [chosen, setWay] = useState<'member' | 'guest'>(invitedTo !== undefined && guestsJoinHere ? 'guest' : 'member')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()

  const become = async (asked: Promise<void>): Promise<void> => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await asked
    } catch (error) {
      const { code } = toParleyError(error)
      // Whoever stopped it knows.
      setRefusal(code === 'SIGN_IN_CANCELLED' ? undefined : code)
    } finally {
      setBusy(false)
    }
  }

  const way = allows.guests ? chosen : 'member'
  const view = state.state === 'signingIn' ? 'browser' : way
  const shown = useRef(view)
  // The control that was used is gone with what it was on.
  useEffect(() => {
    if (shown.current === view) return
    shown.current = view
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [view])

  if (state.state === 'signingIn') {
    const { step, organisation } = state
    return (
      <CardScreen>
        <Heading level={1}>{t(`signIn.${step}`)}</Heading>
        <InBrowser step={step} words={t(`signIn.${step}Note`, { organisation })} />
      </CardScreen>
    )
  }
  const ended = state.state === 'signedOut' ? state.reason : undefined
  const toMembers = () => setWay('member')
  return (
    <CardScreen>
      {way === 'member' ? (
        <Welcome
          refusal={refusal ?? ended}
          busy={busy}
          onSignIn={(email) => void become(identity.signIn(email))}
          onSample={(personId) => void become(identity.signInAsSample(personId))}
          onGuest={() => setWay('guest')}
        />
      ) : null}
      {way === 'guest' && guestsJoinHere ? <GuestForm invitedTo={invitedTo} onSignIn={toMembers} /> : null}
      {way === 'guest' && !guestsJoinHere ? <GuestInBrowser invitedTo={invitedTo} onSignIn={toMembers} /> : null}
    </CardScreen>
  )
}
