import { type ReactNode, useEffect, useMemo } from 'react'
import { useAccount, usePlatform } from '../../app/services.ts'
import { AdminContext } from './admin-context.ts'
import { AdminVisit } from './admin-visit.ts'

/** Keeps the visit of whoever is signed in, with what they have not saved, whichever screen they are on. */
export const AdminHost = ({ children }: { children: ReactNode }) => {
  const { service } = usePlatform()
  const person = useAccount()?.person
  const memberId = person?.kind === 'member' ? person.id : undefined
  const { visit, of } = useMemo(() => ({ visit: new AdminVisit(service.admin), of: memberId }), [service, memberId])
  useEffect(() => {
    if (of !== undefined) void visit.learnRole()
  }, [visit, of])
  return <AdminContext value={visit}>{children}</AdminContext>
}
