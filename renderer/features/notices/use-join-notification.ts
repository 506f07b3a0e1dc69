import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine, usePlatform } from '../../app/services.ts'

/** Tells through the system that somebody has come, while the page is not in sight. */
export const useJoinNotification = (): void => {
  const { t } = useTranslation()
  const engine = useEngine()
  const platform = usePlatform()
  useEffect(() => {
    if (!platform.abilities.notify) return
    return engine.store.subscribe(({ notices, meeting }, before) => {
      if (notices === before.notices || !document.hidden) return
      const told = new Set(before.notices.map(({ id }) => id))
      const come = notices.filter(({ id, kind }) => kind === 'participantJoined' && !told.has(id))
      const first = come[0]
      if (first === undefined) return
      const name = first.name ?? t('notices.somebody')
      const text = come.length === 1 ? t('notices.joined', { name }) : t('notices.joinedMore', { name, count: come.length - 1 })
      platform.notify(meeting?.title ?? t('common.product'), text)
    })
  }, [engine, platform, t])
}
