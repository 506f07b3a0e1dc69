/** Who can sign in at the development provider: fictitious people of two fictitious organisations, all with one known password. */

export const SAMPLE_PASSWORD = 'sample-password'

/** By the value of the claim `org`. */
export const SAMPLE_ORGANISATIONS = {
  northwind: { id: 'northwind', name: 'Northwind', administrators: ['ada.moreau@northwind.example'] },
  contrail: { id: 'contrail', name: 'Contrail', administrators: ['eli.novak@contrail.example'] },
}
export type SampleOrganisation = keyof typeof SAMPLE_ORGANISATIONS

/** The second part of every e-mail address. */
export const SAMPLE_DOMAINS: Readonly<Record<SampleOrganisation, string>> = {
  northwind: 'northwind.example',
  contrail: 'contrail.example',
}

export interface SampleAccount {
  /** The subject (`sub`): never reused, says nothing about the person. */
  subject: string
  name: string
  email: string
  organisation: SampleOrganisation
  /** The claim `groups`. */
  groups: readonly string[]
}

const account = (
  organisation: SampleOrganisation,
  number: number,
  name: string,
  ...groups: readonly string[]
): SampleAccount => ({
  subject: `${organisation}-${number}`,
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@${SAMPLE_DOMAINS[organisation]}`,
  organisation,
  groups,
})

export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  account('northwind', 1001, 'Ada Moreau', 'staff', 'board'),
  account('northwind', 1002, 'Bo Lindqvist', 'staff', 'sales'),
  account('northwind', 1003, 'Chen Wei', 'staff', 'engineering'),
  account('northwind', 1004, 'Dara Okafor', 'staff', 'legal'),
  account('contrail', 2001, 'Eli Novak', 'staff', 'board'),
  account('contrail', 2002, 'Farah Haddad', 'staff', 'sales'),
  account('contrail', 2003, 'Goran Petrov', 'staff'),
]
