import { UPDATES_CACHE_FOLDER } from '#shared/updates/cache-folder.ts'

/**
 * What `cmd.exe` is told where people's own data goes with the program, for every person of the computer. `rd /s` removes a link
 * and leaves what it leads to: nobody can turn it against another folder.
 */
const FOLDERS = ['AppData\\Roaming\\Parley', `AppData\\Local\\${UPDATES_CACHE_FOLDER}`] as const

export const REMOVE_USER_DATA = `/d /c for /d %u in ("%SystemDrive%\\Users\\*") do @(${FOLDERS.map((folder) => `rd /s /q "%u\\${folder}"`).join(' & ')})`
