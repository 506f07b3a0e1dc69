import { useState } from 'react'
import { useNavigation } from '../../app/navigation.ts'
import { usePlatform } from '../../app/services.ts'
import { CardScreen } from '../../ui/CardScreen.tsx'
import { GuestForm } from './GuestForm.tsx'
import { GuestInBrowser } from './GuestInBrowser.tsx'
import { SamplePeople } from './SamplePeople.tsx'

/**
 * Who somebody is: one of the embedded service's sample people, or a guest with a name. Whoever opened a meeting's link in a
 * browser starts as a guest.
 */
export const SignIn = () => {
  const { info } = usePlatform()
  const invitedTo = useNavigation(({ place }) => (place.at === 'meeting' ? place.code : undefined))
  // A desktop client belongs to a member of the organisation: it sends guests to the browser.
  const guestsJoinHere = info.kind === 'web'
  const [way, setWay] = useState<'people' | 'guest'>(invitedTo !== undefined && guestsJoinHere ? 'guest' : 'people')
  return (
    <CardScreen>
      {way === 'people' ? <SamplePeople onGuest={() => setWay('guest')} /> : null}
      {way === 'guest' && guestsJoinHere ? <GuestForm invitedTo={invitedTo} onSignIn={() => setWay('people')} /> : null}
      {way === 'guest' && !guestsJoinHere ? <GuestInBrowser invitedTo={invitedTo} onSignIn={() => setWay('people')} /> : null}
    </CardScreen>
  )
}
