/** A Windows program without any code: headers, a version resource, and data behind them. */
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import type { TargetArch } from '../product.ts'
import { MACHINES } from '../windows/portable-executable.ts'

const ENGLISH = { lang: 1033, codepage: 1200 }
const IS_32_BIT = false

export interface StandInProgram {
  arch: Exclude<TargetArch, 'universal'>
  /** Three numbers. */
  version: string
  name: string
  data: Uint8Array
}

export const standInProgram = ({ arch, version, name, data }: StandInProgram): Buffer => {
  const executable = NtExecutable.createEmpty(IS_32_BIT, name.endsWith('.dll'))
  executable.newHeader.fileHeader.machine = MACHINES[arch]
  const resources = NtExecutableResource.from(executable)
  const info = Resource.VersionInfo.createEmpty()
  info.lang = ENGLISH.lang
  info.setFileVersion(version)
  info.setProductVersion(version)
  info.setStringValues(ENGLISH, { FileDescription: name, ProductName: 'Electron', FileVersion: version })
  info.outputToResourceEntries(resources.entries)
  resources.outputResource(executable)
  executable.setExtraData(data)
  return Buffer.from(executable.generate())
}
