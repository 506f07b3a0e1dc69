/** Electron's switches inside its own program: what nobody can turn on again from outside, by a variable or an argument. */
import { type FuseConfig, FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/**
 * All that Electron 45 has. A version with a fuse more is refused, until somebody has decided about it.
 *
 * `LoadBrowserProcessSpecificV8Snapshot` is for programs that bring a snapshot of their own; `WasmTrapHandlers` makes WebAssembly
 * check its bounds by the processor, and takes nothing from its safety.
 */
export const FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies Record<FuseV1Options, boolean>

export const fuseNames = Object.keys(FUSES).map((index) => FuseV1Options[Number(index)] ?? index)

/** The program itself on Windows and Linux; the `.app` on macOS. */
export const burnFuses = async (program: string): Promise<void> => {
  await flipFuses(program, { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...FUSES })
}

/** The fuses' states, by name; those that this table does not know by their number. */
export const readFuses = async (program: string): Promise<Record<string, boolean | 'removed'>> => {
  const { version: _, ...wire }: FuseConfig<FuseState> = await getCurrentFuseWire(program)
  return Object.fromEntries(
    Object.entries(wire)
      .filter(([index]) => /^\d+$/.test(index))
      .map(([index, state]) => [
        FuseV1Options[Number(index)] ?? index,
        state === FuseState.REMOVED ? 'removed' : state === FuseState.ENABLE,
      ]),
  )
}

/** What is wrong with them. */
export const checkFuses = (found: Readonly<Record<string, boolean | 'removed'>>): string[] => {
  const expected: Readonly<Record<string, boolean>> = Object.fromEntries(
    Object.entries(FUSES).map(([index, state]) => [FuseV1Options[Number(index)], state]),
  )
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((name) => found[name] !== expected[name])
    .map((name) => `the fuse ${name} is ${describe(found[name])}, and has to be ${describe(expected[name])}`)
}

const describe = (state: boolean | 'removed' | undefined): string =>
  state === undefined ? 'unknown' : state === 'removed' ? 'removed' : state ? 'on' : 'off'
