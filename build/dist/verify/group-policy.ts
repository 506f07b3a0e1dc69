/** The templates for Group Policy against the schema of their format, by libxml2. */
import { join } from 'node:path'
import { execa } from 'execa'

const SCHEMAS = join(import.meta.dirname, '../group-policy')

export const checkTemplate = async (file: string): Promise<string[]> => {
  const schema = join(SCHEMAS, file.endsWith('.adml') ? 'adml.xsd' : 'admx.xsd')
  const { failed, stderr } = await execa('xmllint', ['--noout', '--nonet', '--schema', schema, file], {
    stdin: 'ignore',
    reject: false,
  })
  return failed ? stderr.split('\n').filter((line) => / error ?:/i.test(line)) : []
}
