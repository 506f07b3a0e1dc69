import { Button, type ButtonProps } from '@fluentui/react-components'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { LinkRegular } from '@fluentui/react-icons/svg/link'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCopy } from './use-copy.ts'

/** Copies a link, and says so in its own place for two seconds. */
export const CopyLinkButton = ({
  link,
  children,
  appearance,
  className,
}: {
  link: string
  children: ReactNode
  appearance?: ButtonProps['appearance']
  className?: string
}) => {
  const { t } = useTranslation()
  const { outcome, copy } = useCopy(link)
  return (
    <Button
      className={className}
      {...(appearance === undefined ? {} : { appearance })}
      icon={outcome === 'copied' ? <CheckmarkRegular /> : <LinkRegular />}
      onClick={copy}
    >
      <span aria-live="polite">
        {outcome === undefined ? children : t(outcome === 'copied' ? 'home.copied' : 'home.copyFailed')}
      </span>
    </Button>
  )
}
