/** The layout of the zip that updates come in, made without a Mac: links stay links. On a Mac electron-builder makes it. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { PRODUCT } from '../product.ts'

/** @param folder the one that holds the bundle */
export const buildMacosZip = async ({ folder, output }: { folder: string; output: string }): Promise<void> => {
  await mkdir(dirname(output), { recursive: true })
  await rm(output, { force: true })
  await execa('7zz', ['a', '-tzip', '-snl', '-bd', output, `${PRODUCT.name}.app`], { cwd: folder, stdin: 'ignore', all: true })
}
