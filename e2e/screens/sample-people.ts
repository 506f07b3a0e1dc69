import type { Person } from '#shared/contract/common.ts'

const member = (id: string, name: string): Person => ({ id, kind: 'member', name, organisation: 'Northwind' })

export const SAMPLE_PEOPLE: Person[] = [
  member('ada', 'Ada Moreau'),
  member('bo', 'Bo Lindqvist'),
  member('chen', 'Chen Wei'),
  member('dara', 'Dara Okafor'),
  member('eli', 'Eli Novak'),
]
