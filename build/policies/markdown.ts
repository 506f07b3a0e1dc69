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
is not used, whoever set it. Nothing of all that stops the client: it says in its log and in its self-check what it ignored, without
the value.

A change is noticed while the client runs: at once on Linux and macOS where the file's folder can be watched, else within half a
minute. What needs a restart holds from the next start; the settings say so, and offer it.

## What people see

A setting that a policy has decided is shown as it holds, locked, with *Managed by your organisation*. What is not allowed stays in its
place, can't be used, and says why. The main process holds to all of it whatever the page does: it refuses camera, microphone and
screen to a page that asks past its controls. What is captured when it is forbidden is ended by the page; what the page would keep
then, a restart takes from it.

- **Which service**: with no \`ServerUrl\` from anywhere, the person is asked when Parley starts. Where \`ServerLocked\` or a policy names
  none that is allowed, Parley says so and talks to nobody. Another address is used once the person has agreed to it in a window of
  the program's own. \`PARLEY_SERVICE_URL\` counts as the person's own setting.
- **A second factor** that \`RequireMfa\` wants is asked for the way the service knows for the organisation's provider; where it knows
  none, nobody signs in. Whether it was given, the service checks only where its own rules ask for it.
- **\`AllowRememberDevice\`** set to no removes what is kept of a session, at once and at each start.
- **\`AllowRecording\`** is held by the page alone: what nobody may record, whatever their client does, is [ruled](rules.md) on the
  service.
- **\`VirtualBackgrounds\` and \`Telemetry\`** change nothing yet: this version has neither. They are in the table so that they can be
  set before it does.
- **The proxy** is for the page, the main process's requests and signalling. Media goes over UDP or TCP of its own, past it.
- **\`StartAtLogin\`** is an entry of the system on Windows and macOS, a file in the person's \`autostart\` folder on Linux.
- **\`LogDirectory\`** that can't be written to is passed over for the person's own data.

**Not run here**: native-reg with the real registry, simple-plist with files that macOS wrote, \`setContentProtection\`, login items and
\`setProxy\` of real Electron. Their callers are tested against stand-ins, and the tests of the desktop client try policies out with
\`PARLEY_POLICIES\`: a folder with \`policy.json\`, \`user-policy.json\` and \`defaults.json\`, root's own, in place of the computer's. Only a
build in development looks there.
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
