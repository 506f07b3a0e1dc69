/** Where administrators put policies: what the readers look into, and what the generated templates write to. */

/** Of the application, on macOS and for the notices of Windows. */
export const BUNDLE_ID = 'app.parley.desktop'

/** Windows, in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER. */
export const POLICY_KEY = 'Software\\Policies\\Parley\\Desktop'
/** Windows, in HKEY_LOCAL_MACHINE: what the installer says of itself. */
export const INSTALL_KEY = 'Software\\Parley\\Desktop'
/** In that key: which of the two installers it was, `msi` or `nsis`. The first never updates itself. */
export const INSTALL_KIND_VALUE = 'InstallKind'
export type InstallKind = 'msi' | 'nsis'
/** Windows, in HKEY_LOCAL_MACHINE: what was given at installation. */
export const DEFAULTS_KEY = `${INSTALL_KEY}\\Defaults`

export const LINUX_POLICY_FILE = '/etc/parley/policy.json'
