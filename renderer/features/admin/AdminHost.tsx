import { type ReactNode, useMemo } from 'react'
import { useAccount, usePlatform } from '../../app/services.ts'
import { AdminContext } from './admin-context.ts'
import { AdminVisit } from './admin-visit.ts'

/** Keeps the visit of whoever is signed in, with what they have not saved, whichever screen they are on. */
export const AdminHost = ({ children }: { children: ReactNode }) => {
  const { service } = usePlatform()
  const person = useAccount()?.person
  const memberId = person?.kind === 'member' ? person.id : undefined
  // Somebody else has a visit of their own.
  const visits = useMemo(() => ({ of: memberId, visit: new AdminVisit(service.admin) }), [service, memberId])
  return <AdminContext value={visits.visit}>{children}</AdminContext>
}
