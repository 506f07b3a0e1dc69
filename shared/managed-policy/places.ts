/** Where administrators put policies: what the readers look into, and what the generated templates write to. */

/** Of the application, on macOS and for the notices of Windows. */
export const BUNDLE_ID = 'app.parley.desktop'

/** Windows, in HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER. */
export const POLICY_KEY = 'Software\\Policies\\Parley\\Desktop'
/** Windows, in HKEY_LOCAL_MACHINE: what was given at installation. */
export const DEFAULTS_KEY = 'Software\\Parley\\Desktop\\Defaults'

export const LINUX_POLICY_FILE = '/etc/parley/policy.json'
