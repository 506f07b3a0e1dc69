import { afterAll } from 'vitest'
import { describeKeyVault } from './testing/key-vault-contract.ts'
import { VaultsInTest } from './testing/vaults-in-test.ts'

const vaults = await VaultsInTest.create()
afterAll(() => vaults[Symbol.asyncDispose]())

for (const [name, make] of Object.entries(vaults.kinds)) describeKeyVault(name, make)
