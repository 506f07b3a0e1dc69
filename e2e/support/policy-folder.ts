/** Policies that a desktop client in development obeys in place of the computer's, as an administrator would write them. */
import { chmodSync, chownSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const POLICY_FILES = {
  machinePolicy: 'policy.json',
  userPolicy: 'user-policy.json',
  installDefault: 'defaults.json',
} as const
export type PolicyFile = keyof typeof POLICY_FILES

interface Whose {
  /** Root where nothing is said. */
  owner?: number
  mode?: number
}

/** Only root can write files that are root's. */
export const missingForPolicies = (): string | undefined =>
  process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'root, whose own the files of policies have to be'

export class PolicyFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'parley-policies-'))

  get env(): Record<string, string> {
    return { PARLEY_POLICIES: this.path }
  }

  /** All of a place at once; a text as it is. */
  write(content: object | string, place: PolicyFile = 'machinePolicy', { owner = 0, mode = 0o644 }: Whose = {}): void {
    const file = join(this.path, POLICY_FILES[place])
    writeFileSync(`${file}.new`, typeof content === 'string' ? content : JSON.stringify(content))
    chmodSync(`${file}.new`, mode)
    chownSync(`${file}.new`, owner, owner)
    renameSync(`${file}.new`, file)
  }

  /** In the place of the machine's policy, a link to a file that would be right in itself. */
  link(content: object): void {
    this.remove()
    writeFileSync(join(this.path, 'elsewhere.json'), JSON.stringify(content))
    symlinkSync('elsewhere.json', join(this.path, POLICY_FILES.machinePolicy))
  }

  remove(place: PolicyFile = 'machinePolicy'): void {
    rmSync(join(this.path, POLICY_FILES[place]), { force: true })
  }

  close(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
