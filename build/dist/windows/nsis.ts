/** Builds the setup program with NSIS's own compiler, from the program's folder and `build/installers/windows/setup.nsi`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { DEFAULTS_KEY, INSTALL_KEY, INSTALL_KIND_VALUE } from '#shared/managed-policy/places.ts'
import { INSTALLERS } from '../configuration.ts'
import { PRODUCT, type TargetArch, WINDOWS_IDS } from '../product.ts'
import { INSTALL_DEFAULTS } from './install-defaults.ts'
import { numericVersion } from './numeric-version.ts'

const ICON = join(INSTALLERS, 'icons/icon.ico')

/** NSIS's own escapes, for text between double quotes. */
const quoted = (text: string): string => `"${text.replaceAll(/[$"]/g, (sign) => (sign === '$' ? '$$' : '$\\"'))}"`

/** What the scripts need to know of the product and its policies. */
export const nsisDefinitions = (): string =>
  [
    ...Object.entries({
      PRODUCT_NAME: PRODUCT.name,
      COMPANY_NAME: PRODUCT.company,
      COPYRIGHT: PRODUCT.copyright,
      APP_ID: PRODUCT.id,
      SCHEME: PRODUCT.scheme,
      UNINSTALL_NAME: WINDOWS_IDS.uninstallKey,
      FIREWALL_RULE: WINDOWS_IDS.firewallRule,
      INSTALL_KEY,
      INSTALL_KIND_VALUE,
      DEFAULTS_KEY,
    }).map(([name, value]) => `!define ${name} ${quoted(value)}`),
    '!macro InstallDefaults',
    ...INSTALL_DEFAULTS.map(({ property, policy, kind }) => `  !insertmacro InstallDefault ${property} ${policy} ${kind}`),
    '!macroend',
    '',
  ].join('\n')

export interface NsisOptions {
  version: string
  arch: TargetArch
  /** The program's folder. */
  source: string
  output: string
  /** For what is generated. */
  work: string
  /** Signs the file whose path is put behind it: for the uninstaller, which is made inside. */
  signCommand: string | undefined
}

export const buildSetup = async ({ version, arch, source, output, work, signCommand }: NsisOptions): Promise<void> =>
  await compile('setup.nsi', work, {
    VERSION: version,
    NUMERIC_VERSION: numericVersion(version),
    ARCH: arch,
    SOURCE: source,
    OUT: output,
    ICON,
    ...(signCommand === undefined ? {} : { SIGN: signCommand }),
  })

const compile = async (script: string, work: string, definitions: Record<string, string>): Promise<void> => {
  await mkdir(work, { recursive: true })
  await writeFile(join(work, 'generated.nsh'), nsisDefinitions())
  await mkdir(dirname(definitions.OUT ?? ''), { recursive: true })
  await execa(
    'makensis',
    [
      // Warnings are errors: NSIS takes a misspelt variable for text.
      '-WX',
      '-V2',
      ...['-INPUTCHARSET', 'UTF8'],
      `-X!addincludedir "${work}"`,
      ...Object.entries(definitions).map(([name, value]) => `-D${name}=${value}`),
      join(INSTALLERS, 'windows', script),
    ],
    { stdin: 'ignore', all: true },
  )
}
