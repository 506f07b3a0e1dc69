import { PersonQuestionMarkRegular } from '@fluentui/react-icons/svg/person-question-mark'
import { ShieldRegular } from '@fluentui/react-icons/svg/shield'
import { ShieldCheckmarkFilled } from '@fluentui/react-icons/svg/shield-checkmark'
import { ShieldErrorFilled } from '@fluentui/react-icons/svg/shield-error'
import type { KnownPerson } from '../../call/encryption/known-person.ts'

/** Whether somebody should take a look. */
export const isDoubtful = ({ is }: KnownPerson): boolean => is === 'guest' || is === 'failed' || is === 'ambiguous'

/** The sign of how somebody was verified. It stands beside its words, or inside something whose name says them. */
export const WhoIcon = ({ is, className }: { is: KnownPerson['is']; className?: string | undefined }) => {
  const own = className === undefined ? {} : { className }
  switch (is) {
    case 'verified':
      return <ShieldCheckmarkFilled aria-hidden="true" {...own} />
    case 'guest':
      return <PersonQuestionMarkRegular aria-hidden="true" {...own} />
    case 'failed':
    case 'ambiguous':
      return <ShieldErrorFilled aria-hidden="true" {...own} />
    case 'checking':
      return <ShieldRegular aria-hidden="true" {...own} />
  }
}
