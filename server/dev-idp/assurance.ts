/** How surely the provider knows who somebody is: the values of `acr` and `amr` that it says, and the `acr` a client asks for. */

/** `acr` values, the weaker one first. */
export const ACR = {
  password: 'urn:parley:development:acr:password',
  secondFactor: 'urn:parley:development:acr:second-factor',
} as const
export type Acr = (typeof ACR)[keyof typeof ACR]
export const ACR_VALUES: readonly Acr[] = [ACR.password, ACR.secondFactor]

/** What a person has shown. A passkey is two factors at once: the device, and the finger or PIN that unlocks it. */
export type Method = 'password' | 'code' | 'passkey'

const isAcr = (text: string): text is Acr => ACR_VALUES.some((acr) => acr === text)

/**
 * What a request wants, by its `acr_values` (OpenID Connect Core §3.1.2.1: in order of preference). A second factor is wanted of
 * everybody, unless the client says that a password will do.
 */
export const wantedAcr = (acrValues: unknown): Acr =>
  (typeof acrValues === 'string' ? acrValues.split(' ').find(isAcr) : undefined) ?? ACR.secondFactor

export const acrOf = (methods: readonly Method[]): Acr =>
  methods.includes('passkey') || (methods.includes('password') && methods.includes('code')) ? ACR.secondFactor : ACR.password

/** Whether somebody known as surely as `acr` says needs to show nothing more. */
export const satisfies = (acr: string | undefined, wanted: Acr): boolean =>
  acr !== undefined && isAcr(acr) && ACR_VALUES.indexOf(acr) >= ACR_VALUES.indexOf(wanted)

/** RFC 8176 §2. A passkey may be in hardware or synchronised between devices: what is certain is that a key was proven. */
const AMR: Readonly<Record<Method, readonly string[]>> = {
  password: ['pwd'],
  code: ['otp'],
  passkey: ['pop', 'user'],
}

export const amrOf = (methods: readonly Method[]): string[] => [
  ...methods.flatMap((method) => AMR[method]),
  ...(acrOf(methods) === ACR.secondFactor ? ['mfa'] : []),
]
