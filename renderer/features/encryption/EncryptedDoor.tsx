import { Button, Link, Text } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoorCode } from '#shared/encryption/refusal-codes.ts'
import { usePlatform } from '../../app/services.ts'
import { CopyLinkButton } from '../../ui/CopyLinkButton.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { EncryptionDialog } from './EncryptionDialog.tsx'

/** Who has to come by another program or from another computer. */
const ELSEWHERE: readonly DoorCode[] = ['ENCRYPTED_NEEDS_DESKTOP', 'ENCRYPTED_NEEDS_SYSTEM', 'ENCRYPTED_NEEDS_OWN_COMPUTER']

interface Props {
  code: DoorCode
  /** Of the meeting, for the desktop client. */
  link: string | undefined
  onAgain: () => void
  /** The way back. */
  children: ReactNode
}

/** Before an encrypted meeting that somebody can't come into as they are: why, and how they can. */
export const EncryptedDoor = ({ code, link, onAgain, children }: Props) => {
  const { t } = useTranslation()
  const { info, abilities } = usePlatform()
  const [isTold, setTold] = useState(false)
  // On any other system the program that opens could not take part either.
  const opens = abilities.openDesktopClient && (info.os === 'windows' || info.os === 'macos')
  const elsewhere = ELSEWHERE.includes(code) && link !== undefined
  return (
    <>
      <ErrorCard code={code} level={1}>
        {elsewhere && opens ? (
          <Button as="a" appearance="primary" href={link}>
            {t('signIn.openInDesktop')}
          </Button>
        ) : null}
        {elsewhere && !opens ? (
          <CopyLinkButton link={link} appearance="primary">
            {t('home.copyDesktopLink')}
          </CopyLinkButton>
        ) : null}
        {code === 'ENCRYPTED_MEETING_FULL' ? (
          <Button appearance="primary" onClick={onAgain}>
            {t('common.retry')}
          </Button>
        ) : null}
        {children}
      </ErrorCard>
      {elsewhere && opens ? <Text>{t('encryption.door.install')}</Text> : null}
      <Text>
        <Link as="button" inline onClick={() => setTold(true)}>
          {t('encryption.door.about')}
        </Link>
      </Text>
      <EncryptionDialog open={isTold} onClose={() => setTold(false)} />
    </>
  )
}
