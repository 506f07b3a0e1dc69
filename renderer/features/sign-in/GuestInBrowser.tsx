import { Link, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseInvitation } from '#shared/meeting/code.ts'
import { useMeetingLinks } from '../../app/use-about.ts'
import { invitationOf } from '../../platform/web-place.ts'
import { CopyLinkButton } from '../../ui/CopyLinkButton.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { InvitationField } from '../../ui/InvitationField.tsx'

const useStyles = makeStyles({
  words: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  ways: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
})

/** For guests where they can't join: the link that takes them to the browser. */
export const GuestInBrowser = ({ invitedTo, onSignIn }: { invitedTo: string | undefined; onSignIn: () => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const links = useMeetingLinks()
  const [invitation, setInvitation] = useState(invitedTo ?? '')
  const code = parseInvitation(invitation)
  const secret = invitationOf(invitation)
  const address = code === undefined ? undefined : `${links(code).web}${secret === undefined ? '' : `#i=${secret}`}`
  return (
    <>
      <div className={styles.words}>
        <Heading level={1}>{t('signIn.guestTitle')}</Heading>
        <Text>{t('signIn.guestsInBrowser')}</Text>
      </div>
      <InvitationField
        label={t('signIn.invitation')}
        hint={t('signIn.invitationHint')}
        value={invitation}
        onChange={setInvitation}
        checked={invitation.trim() !== ''}
      />
      <div className={styles.ways}>
        {address === undefined ? null : (
          <CopyLinkButton link={address} appearance="primary">
            {t('signIn.linkForBrowser')}
          </CopyLinkButton>
        )}
        {address?.startsWith('https:') ? (
          <Link href={address} target="_blank" rel="noreferrer">
            {t('signIn.continueInBrowser')}
          </Link>
        ) : null}
        <Link as="button" onClick={onSignIn}>
          {t('signIn.signInInstead')}
        </Link>
      </div>
    </>
  )
}
