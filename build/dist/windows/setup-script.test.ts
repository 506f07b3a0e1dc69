/** The order of what the setup program does: what only Windows can run, and what its compiler does not ask about. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INSTALLERS } from '../configuration.ts'

/** Its commands, without comments and the space before them. */
const LINES = readFileSync(join(INSTALLERS, 'windows/setup.nsi'), 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith(';'))

const part = (start: string, end: string): string[] => {
  const from = LINES.indexOf(start)
  return LINES.slice(from, LINES.indexOf(end, from))
}

const placesOf = (lines: readonly string[], wanted: string): number[] =>
  lines.flatMap((line, index) => (line === wanted ? [index] : []))

test('what an earlier setup left beside its place is put back before the folder is looked at', () => {
  const start = part('Function .onInit', 'FunctionEnd')
  const back = start.indexOf('Rename "$INSTDIR.old" "$INSTDIR"')
  expect(start.slice(back - 2, back)).toEqual([
    `\${IfNot} \${FileExists} "$INSTDIR\\\${PROGRAM}"`,
    `\${AndIf} \${FileExists} "$INSTDIR.old\\\${PROGRAM}"`,
  ])
  expect(start.indexOf('!insertmacro Refuse 1603 "$(NotOurFolder)"')).toBeGreaterThan(back)
})

test('the old version is deleted only where another one is complete in its place', () => {
  const section = part('Section', 'SectionEnd')
  const [first = 0, second = 0, ...more] = placesOf(section, 'RMDir /r "$INSTDIR.old"')
  expect(more).toEqual([])
  expect(section.slice(first - 1, first + 3)).toEqual([
    `\${If} \${FileExists} "$INSTDIR\\*.*"`,
    'RMDir /r "$INSTDIR.old"',
    'ClearErrors',
    'Rename "$INSTDIR" "$INSTDIR.old"',
  ])
  expect(section.indexOf('WriteUninstaller "$INSTDIR.new\\uninstall.exe"')).toBeLessThan(first)
  expect(section.indexOf('Rename "$INSTDIR.new" "$INSTDIR"')).toBeLessThan(second)
})

test('a way back that fails leaves both copies where they are', () => {
  const section = part('Section', 'SectionEnd')
  const back = section.indexOf('Rename "$INSTDIR.old" "$INSTDIR"')
  expect(section.slice(back - 2, back + 3)).toEqual([
    `\${If} \${FileExists} "$INSTDIR.old\\\${PROGRAM}"`,
    'ClearErrors',
    'Rename "$INSTDIR.old" "$INSTDIR"',
    `\${If} \${Errors}`,
    '!insertmacro Refuse 1603 "$(HalfDone)"',
  ])
})

test('yes and no are the numbers 1 and 0, and nothing else becomes a number', () => {
  const given = part('!macro InstallDefault OPTION VALUE KIND', '!macroend')
  const number = given.indexOf(`WriteRegDWORD HKLM "\${DEFAULTS_KEY}" "\${VALUE}" $Given`)
  expect(given.slice(number - 2, number)).toEqual([`\${If} $Given == "0"`, `\${OrIf} $Given == "1"`])
  expect(given.filter((line) => line.startsWith('WriteRegDWORD'))).toHaveLength(1)
})

test('a folder outside Program Files is refused, by its whole path, before anything is done', () => {
  const start = part('Function .onInit', 'FunctionEnd')
  const refused = start.indexOf('!insertmacro Refuse 1603 "$(Unprotected)"')
  expect(start.slice(refused - 4, refused + 3)).toEqual([
    `System::Call 'kernel32::GetFullPathName(t "$INSTDIR", i \${NSIS_MAX_STRLEN}, t.r0, p 0)i.r1'`,
    'StrLen $1 "$PROGRAMFILES64\\"',
    'StrCpy $2 $0 $1',
    `\${If} $2 != "$PROGRAMFILES64\\"`,
    '!insertmacro Refuse 1603 "$(Unprotected)"',
    `\${EndIf}`,
    'StrCpy $INSTDIR $0',
  ])
  expect(start.findIndex((line) => line.startsWith('Rename'))).toBeGreaterThan(refused)
})

test('with the rights that it has it starts nothing but parts of Windows', () => {
  expect(LINES.filter((line) => /^Exec/.test(line))).toEqual([])
  const started = LINES.filter((line) => line.startsWith('nsExec::'))
  expect(started.length).toBeGreaterThan(0)
  for (const line of started) expect(line).toMatch(/^nsExec::Exec '"\$SYSDIR\\[a-z]+\.exe" /)
})
