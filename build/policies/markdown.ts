/** The table of policies for people to read. */
import {
  type ManagedPlatform,
  POLICY_CATEGORIES,
  POLICY_NAMES,
  type PolicyCategory,
  type PolicyName,
  policyOf,
} from '#shared/managed-policy/policies.ts'
import type { Allowed, PolicyValue } from '#shared/managed-policy/value.ts'

const INTRODUCTION = `# Managed policies

What IT can preset and lock on the computers where Parley runs. What holds in meetings is [ruled elsewhere](rules.md). This file is
generated from the table in \`shared/managed-policy/policies.ts\` by \`npm run policies\`.

**The client does not follow them yet**: this version reads and resolves them, and nothing more.

## Where they stand

| | Windows | macOS | Linux |
|---|---|---|---|
| machine policy | \`HKLM\\Software\\Policies\\Parley\\Desktop\` | \`/Library/Managed Preferences/app.parley.desktop.plist\` | \`/etc/parley/policy.json\` |
| user policy | \`HKCU\\Software\\Policies\\Parley\\Desktop\` | \`/Library/Managed Preferences/<user>/app.parley.desktop.plist\` | |
| given at installation | \`HKLM\\Software\\Parley\\Desktop\\Defaults\` | \`/Library/Application Support/Parley/app.parley.desktop.plist\` | |

On Windows it is the 64-bit view of the registry: yes and no are \`REG_DWORD\` 1 and 0, texts \`REG_SZ\`, lists a subkey of the
policy's name with one \`REG_SZ\` an entry. The file on Linux counts only if it is root's own and nobody else can write it.

To begin with, in \`build/policies/generated/\`: templates for Group Policy and Intune in English and German (\`parley.admx\`,
\`en-US/parley.adml\`, \`de-DE/parley.adml\`), a profile and a property list for macOS (\`parley.mobileconfig\`,
\`app.parley.desktop.plist\`), a schema and an example for Linux (\`policy.schema.json\`, \`policy.example.json\`). The examples name
every policy; keep those that you want.

## What wins

Machine policy, then user policy, then what the person has set, then what was given at installation, then the default. People's own
settings count only for policies that can be locked: the others have no setting, and only an administrator sets them. A policy locks
its setting. \`ServerLocked\` locks a server address that was only given at installation, too.

A value that can't be used counts as its **safer value**, at the place where it stands. So does every policy of a file or key that is
there and can't be read, or that somebody else than an administrator could have written. A server that \`AllowedServers\` doesn't name
is not used, whoever set it.
`

const YES_NO = { true: 'yes', false: 'no' } as const
const PLATFORMS: Record<ManagedPlatform, string> = { windows: 'Windows', macos: 'macOS', linux: 'Linux' }

const shown = (value: PolicyValue): string => {
  if (typeof value === 'boolean') return YES_NO[`${value}`]
  if (typeof value === 'string') return value === '' ? '(empty)' : `\`${value}\``
  return value.length === 0 ? '(empty list)' : value.map((entry) => `\`${entry}\``).join(', ')
}

const kindOf = (allowed: Allowed): string => {
  switch (allowed.type) {
    case 'boolean':
      return 'yes or no'
    case 'choice':
      return allowed.choices.map((choice) => `\`${choice}\``).join(', ')
    case 'text':
      return 'text'
    case 'servers':
      return 'list'
  }
}

const row = (name: PolicyName): string => {
  const { allowed, default: builtIn, safer, platforms, lockable, restart, since, en } = policyOf(name)
  const cells = [
    `\`${name}\``,
    `${en.title}. ${en.description}`,
    kindOf(allowed),
    shown(builtIn),
    shown(safer),
    platforms.length === 3 ? 'all' : platforms.map((platform) => PLATFORMS[platform]).join(', '),
    YES_NO[`${lockable}`],
    YES_NO[`${restart}`],
    since,
  ]
  return `| ${cells.join(' | ')} |`
}

const section = (category: PolicyCategory): string =>
  [
    `## ${POLICY_CATEGORIES[category].en}`,
    '',
    '| Policy | What it says | Values | Default | Safer value | Systems | Can be locked | Needs a restart | Since |',
    '|---|---|---|---|---|---|---|---|---|',
    ...POLICY_NAMES.filter((name) => policyOf(name).category === category).map(row),
    '',
  ].join('\n')

export const writeMarkdown = (): string =>
  [INTRODUCTION, ...(Object.keys(POLICY_CATEGORIES) as PolicyCategory[]).map(section)].join('\n')
