import { useEffect, useState } from 'react'
import type { DirectoryPerson } from '#shared/contract/admin.ts'
import { useVisit } from '../admin-context.ts'

const SHORTEST_QUERY = 2
/** Letters that follow one another faster than this are one question, ms. */
const PAUSE = 250

export type Search = { state: 'idle' | 'searching' | 'failed' } | { state: 'found'; people: readonly DirectoryPerson[] }

/** People of the organisation by name or address, a moment after the last letter. */
export const useDirectorySearch = (query: string): Search => {
  const visit = useVisit()
  const [search, setSearch] = useState<Search>({ state: 'idle' })
  useEffect(() => {
    const wanted = query.trim()
    if (wanted.length < SHORTEST_QUERY) {
      setSearch({ state: 'idle' })
      return
    }
    setSearch({ state: 'searching' })
    let latest = true
    const timer = setTimeout(() => {
      visit.searchPeople(wanted).then(
        (people) => latest && setSearch({ state: 'found', people }),
        () => latest && setSearch({ state: 'failed' }),
      )
    }, PAUSE)
    return () => {
      latest = false
      clearTimeout(timer)
    }
  }, [query, visit])
  return search
}
