/** What Windows is told to do with a package: one command for PowerShell, which outlives the program that it replaces. */

/** s */
const CLOSING_TIME = 60

export interface WindowsSetup {
  /** The package. */
  file: string
  /** Of the package, in base64. */
  sha512: string
  /** The program's process. */
  pid: number
  /** The program to start when setup has ended; none where it was to stay closed. */
  restart: string | undefined
}

/** As PowerShell takes text literally: each of these ends it, unless it stands there twice. */
const quoted = (text: string): string => `'${text.replaceAll(/['‘’‚‛]/g, '$&$&')}'`

/**
 * Setup is installed for all people of the computer, so Windows asks for an administrator, who may be somebody else. Hence nothing is left
 * to setup but the installation: the package is held open, so that nobody can exchange what was looked at, and whoever was at work gets
 * the program back under their own name, also where the administrator says no.
 */
export const windowsSetupCommand = ({ file, sha512, pid, restart }: WindowsSetup): string =>
  [
    `Wait-Process -Id ${pid} -Timeout ${CLOSING_TIME} -ErrorAction SilentlyContinue`,
    `try { $file = [IO.File]::Open(${quoted(file)}, 'Open', 'Read', 'Read')`,
    'try { $hash = [Convert]::ToBase64String([Security.Cryptography.SHA512]::Create().ComputeHash($file))',
    `if ($hash -ceq ${quoted(sha512)}) { Start-Process -FilePath ${quoted(file)} -ArgumentList '--updated','/S' -Verb RunAs -Wait }`,
    '} finally { $file.Close() } } catch { }',
    ...(restart === undefined ? [] : [`Start-Process -FilePath ${quoted(restart)}`]),
  ].join('; ')
