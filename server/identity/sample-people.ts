import type { Person } from '#shared/contract/common.ts'

/** The organisation of the sample people. */
export const SAMPLE_TENANT = 'sample'

export const SAMPLE_ORGANISATION = 'Northwind'

const person = (id: string, name: string): Person => ({ id, kind: 'member', name, organisation: SAMPLE_ORGANISATION })

/** Fictitious people of the embedded service, so that a meeting can be tried without signing in. */
export const SAMPLE_PEOPLE: readonly Person[] = [
  person('ada', 'Ada Moreau'),
  person('bo', 'Bo Lindqvist'),
  person('chen', 'Chen Wei'),
  person('dara', 'Dara Okafor'),
  person('eli', 'Eli Novak'),
]

/** Those of them who administer their organisation whatever its rules say. */
export const SAMPLE_ADMINISTRATORS: readonly string[] = ['ada']
