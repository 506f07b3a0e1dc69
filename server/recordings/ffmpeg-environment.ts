/** What a program needs of the environment to start: where programs and libraries are. */
const NEEDED = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'HOME', 'SystemRoot', 'TEMP', 'TMPDIR']

/**
 * The environment of an ffmpeg. It reads what strangers sent, so it is not given the service's own: there may be addresses and secrets
 * of stores and vaults in it, and what would have ffmpeg write files (`FFREPORT`).
 */
export const ffmpegEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(NEEDED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
