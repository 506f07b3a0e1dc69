import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Switches that are meant for the host itself, or that it sets for Chromium in its own way. */
const OWN_SWITCHES = ['inspect', 'inspect-brk', 'remote-debugging-port', 'remote-debugging-pipe', 'no-sandbox', 'user-data-dir']

/** Of `--name=value`, the name and the value; undefined for what is no switch. */
const parseSwitch = (argument: string): { name: string; value: string } | undefined => {
  const found = /^--([^=]+)(?:=(.*))?$/s.exec(argument)
  return found === null ? undefined : { name: found[1] ?? '', value: found[2] ?? '' }
}

/** What the host was started with, as Electron's own command line has it. */
export class CommandLine {
  /** Absolute; where the program's package.json stands. */
  readonly appFolder: string
  /** Root of everything that is written. */
  readonly userData: string
  /** No `--user-data-dir` was given, or the one that was given belongs to this run alone: it is removed at the end. */
  readonly isUserDataTemporary: boolean
  /** Port for Node's inspector, where it was asked for. */
  readonly inspectPort: number | undefined
  readonly #switches = new Map<string, string>()

  constructor(argv: readonly string[], environment: NodeJS.ProcessEnv) {
    for (const argument of argv) {
      const found = parseSwitch(argument)
      if (found !== undefined) this.#switches.set(found.name, found.value)
    }
    this.appFolder = resolve(argv.find((argument) => !argument.startsWith('-')) ?? '.')
    const given = this.#switches.get('user-data-dir')
    this.userData = given ? resolve(given) : mkdtempSync(join(tmpdir(), 'parley-host-'))
    this.isUserDataTemporary = !given || environment.HOST_TEMPORARY_USER_DATA === '1'
    const inspect = this.#switches.get('inspect')
    this.inspectPort = inspect === undefined ? undefined : Number(inspect.split(':').at(-1) || 9229)
  }

  has(name: string): boolean {
    return this.#switches.has(name)
  }

  valueOf(name: string): string {
    return this.#switches.get(name) ?? ''
  }

  set(name: string, value = ''): void {
    this.#switches.set(name, value)
  }

  remove(name: string): void {
    this.#switches.delete(name)
  }

  /** Switches that go on to Chromium, as Electron hands on what it does not know. */
  forChromium(): string[] {
    return [...this.#switches]
      .filter(([name]) => !OWN_SWITCHES.includes(name))
      .map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  }
}
