/** The program's folder as an archive, for those who install without a package manager. */
import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { execa } from 'execa'

/** @param name of the folder inside */
export const buildTarball = async ({ source, output, name }: { source: string; output: string; name: string }): Promise<void> => {
  await mkdir(dirname(output), { recursive: true })
  const folder = basename(source)
  await execa(
    'tar',
    [
      '--create',
      '--gzip',
      `--file=${output}`,
      `--directory=${dirname(source)}`,
      ...['--owner=0', '--group=0', '--numeric-owner', '--sort=name', '--mode=go-w'],
      `--transform=flags=r;s,^${folder},${name},`,
      folder,
    ],
    { stdin: 'ignore', all: true },
  )
}
