import { useEffect, useState } from 'react'
import type { Person } from '#shared/contract/common.ts'
import { usePlatform } from './services.ts'

const SHORTEST_QUERY = 2
/** Letters that follow one another faster than this are one question, ms. */
const PAUSE = 250

/** People of the organisation by name or address, a moment after the last letter. */
export const usePeopleSearch = (query: string): Person[] | undefined => {
  const { service } = usePlatform()
  const [found, setFound] = useState<Person[]>()
  useEffect(() => {
    const wanted = query.trim()
    setFound(undefined)
    if (wanted.length < SHORTEST_QUERY) return
    let latest = true
    const timer = setTimeout(() => {
      service.people.search({ query: wanted }).then(
        (people) => latest && setFound(people),
        () => latest && setFound([]),
      )
    }, PAUSE)
    return () => {
      latest = false
      clearTimeout(timer)
    }
  }, [query, service])
  return found
}
