/** Who can sign in at the development provider: fictitious people of two fictitious organisations, all with one known password. */

export const SAMPLE_PASSWORD = 'sample-password'

/** By the value of the claim `org`. */
export const SAMPLE_ORGANISATIONS = {
  northwind: { id: 'northwind', name: 'Northwind' },
  contrail: { id: 'contrail', name: 'Contrail' },
} as const
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
}

const account = (organisation: SampleOrganisation, number: number, name: string): SampleAccount => ({
  subject: `${organisation}-${number}`,
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@${SAMPLE_DOMAINS[organisation]}`,
  organisation,
})

export const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  account('northwind', 1001, 'Ada Moreau'),
  account('northwind', 1002, 'Bo Lindqvist'),
  account('northwind', 1003, 'Chen Wei'),
  account('northwind', 1004, 'Dara Okafor'),
  account('contrail', 2001, 'Eli Novak'),
  account('contrail', 2002, 'Farah Haddad'),
  account('contrail', 2003, 'Goran Petrov'),
]
