import { useTranslation } from 'react-i18next'
import { useView } from '../stage/stage-view.ts'
import { movementOf } from './change-words.ts'
import { useMovementWords } from './use-movement-words.ts'
import { useToldChanges } from './use-told-changes.ts'

/** That the security code is another one, and because of whom. Nothing while the panel, which says the same, is open. */
export const CodeChangedToast = ({ className }: { className: string }) => {
  const { t } = useTranslation()
  const words = useMovementWords()
  const told = useToldChanges()
  const isOpen = useView(({ panel }) => panel === 'encryption')
  const parts = words(movementOf(told))
  if (isOpen || parts.length === 0) return null
  return (
    <div className={className} data-code-changed>
      {t('encrypted.changed.toast', { what: parts.join('; ') })}
    </div>
  )
}
