/** `npm run policies`: writes anew what comes from the table of managed policies. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { GENERATED_FOLDER, generatePolicyFiles } from './generated-files.ts'

rmSync(join(PROJECT_ROOT, GENERATED_FOLDER), { recursive: true, force: true })
for (const [path, content] of generatePolicyFiles()) {
  const file = join(PROJECT_ROOT, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  console.log(path)
}
