import { expect, test } from 'vitest'
import { windowsSetupCommand } from './windows-setup.ts'

const GIVEN = { file: 'C:\\p.exe', sha512: 'AbC+/==', pid: 42, restart: undefined }

test('the package is started while it is held open, and only if it is the one that was looked at', () => {
  const command = windowsSetupCommand(GIVEN)
  const steps = [
    'Wait-Process -Id 42 ',
    "[IO.File]::Open('C:\\p.exe', 'Open', 'Read', 'Read')",
    'ComputeHash($file)',
    "if ($hash -ceq 'AbC+/==') {",
    "Start-Process -FilePath 'C:\\p.exe' -ArgumentList '--updated','/S' -Verb RunAs -Wait",
    'finally { $file.Close() }',
    'catch { }',
  ]
  const places = steps.map((step) => command.indexOf(step))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(command.match(/Start-Process/g)).toHaveLength(1)
})

test('the program comes back by itself, whatever became of the setup and without its rights', () => {
  const command = windowsSetupCommand({ ...GIVEN, restart: 'C:\\Program Files\\Parley\\Parley.exe' })
  expect(command).toMatch(/ catch \{ \}; Start-Process -FilePath 'C:\\Program Files\\Parley\\Parley\.exe'$/)
  expect(command.match(/RunAs/g)).toHaveLength(1)
})

test.each(["'", '‘', '’', '‚', '‛'])('%s in a path ends no text', (quote) =>
  expect(windowsSetupCommand({ ...GIVEN, file: `C:\\O${quote}Neil; calc\\p.exe` })).toContain(
    `'C:\\O${quote}${quote}Neil; calc\\p.exe'`,
  ),
)
