import { createContext, useContext, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { type AdminAction, type AdminRole, mayChange, mayDo, type Section } from '#shared/policies/admin-roles.ts'
import { changedSections } from '#shared/policies/changes.ts'
import type { OrganisationRules } from '#shared/policies/rules.ts'
import type { AdminState, AdminVisit } from './admin-visit.ts'

export const AdminContext = createContext<AdminVisit | undefined>(undefined)

export const useVisit = (): AdminVisit => {
  const visit = useContext(AdminContext)
  if (visit === undefined) throw new Error('a page of the admin centre is shown outside <AdminHost>')
  return visit
}

export const useAdmin = <T>(selector: (state: AdminState) => T): T => useStore(useVisit().store, selector)

/** Nobody has this role who has none; so it is asked only where there is one. */
export const useAdminRole = (): AdminRole => {
  const role = useAdmin((state) => state.role)
  return role === 'none' || role === 'unknown' ? 'reader' : role
}

export const useMayChange = (section: Section): boolean => mayChange(useAdminRole(), section)

export const useMayDo = (action: AdminAction): boolean => mayDo(useAdminRole(), action)

/** The draft; pages are shown once it is there. */
export const useDraft = (): OrganisationRules => {
  const draft = useAdmin((state) => state.draft)
  if (draft === undefined) throw new Error('a page of the admin centre is shown without rules')
  return draft
}

/** As they are saved. */
export const useSaved = (): OrganisationRules => {
  const saved = useAdmin((state) => state.saved)
  if (saved === undefined) throw new Error('a page of the admin centre is shown without rules')
  return saved.rules
}

/** Sections with unsaved changes. */
export const useUnsaved = (): readonly Section[] => {
  const saved = useAdmin((state) => state.saved?.rules)
  const draft = useAdmin((state) => state.draft)
  return useMemo(() => (saved === undefined || draft === undefined ? [] : changedSections(saved, draft)), [saved, draft])
}

/** The name of somebody of the organisation; their id until it is known, or where nobody knows it. */
export const useNameOf = (ids: readonly string[]): ((id: string) => string) => {
  const visit = useVisit()
  const people = useAdmin((state) => state.people)
  const wanted = ids.join('\n')
  useEffect(() => {
    void visit.learn(wanted === '' ? [] : wanted.split('\n'))
  }, [visit, wanted])
  return (id) => people.get(id)?.name ?? id
}
