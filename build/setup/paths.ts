import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The clone's top folder. */
export const PROJECT_ROOT = resolve(import.meta.dirname, '../..')

/** Where Parley keeps what it can get again: outside the clone, so that every clone of this user shares it. */
export function cacheFolder(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Parley', 'Cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'parley')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley')
}
