/** `node sign-file.ts <file>`: signs one file as the environment says. NSIS calls it for the uninstaller, which it makes itself. */
import { signForWindows, windowsSigningOf } from './windows.ts'

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Usage: node sign-file.ts <file>')
await signForWindows(windowsSigningOf(process.env), file)
