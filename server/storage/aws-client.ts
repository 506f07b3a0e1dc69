/** What the clients of AWS services have in common: where their credentials come from, how long they may take, what an error may say. */
import { open } from 'node:fs/promises'
import { z } from 'zod'

/** ms until a connection must stand */
const CONNECTION_PATIENCE = 3_000
/** ms without a byte */
const SILENCE = 15_000

const Credentials = z.strictObject({
  accessKeyId: z.string().regex(/^[\x21-\x7e]{1,256}$/),
  secretAccessKey: z.string().regex(/^[\x21-\x7e]{1,1024}$/),
  sessionToken: z
    .string()
    .regex(/^[\x21-\x7e]{1,8192}$/)
    .optional(),
})
type Credentials = z.infer<typeof Credentials>

export interface AwsClientOptions {
  region: string
  /** Where it is not AWS's own, as `https://s3.example.org`. */
  endpoint?: string | undefined
  /** JSON with `accessKeyId` and `secretAccessKey`; without one, what the machine has: its role, or the SDK's other places. */
  credentialsFile?: string | undefined
}

/** What goes wrong with the file is told by this name alone. */
class CredentialsUnreadable extends Error {
  override readonly name = 'CredentialsUnreadable'
}

const readCredentials = async (path: string): Promise<Credentials> => {
  try {
    const file = await open(path)
    try {
      // Windows keeps no such bits; there the folder of the account is closed to others.
      if (process.platform !== 'win32' && ((await file.stat()).mode & 0o077) !== 0) throw new CredentialsUnreadable()
      return Credentials.parse(JSON.parse(await file.readFile('utf8')))
    } finally {
      await file.close()
    }
  } catch {
    // Not the cause: it would quote the file.
    throw new CredentialsUnreadable()
  }
}

/** For the constructor of any AWS client. */
export const awsClientConfig = ({ region, endpoint, credentialsFile }: AwsClientOptions) => ({
  region,
  requestHandler: { connectionTimeout: CONNECTION_PATIENCE, socketTimeout: SILENCE },
  ...(endpoint !== undefined && { endpoint }),
  ...(credentialsFile !== undefined && {
    // Over at once, so that the file is read for each request and can be replaced while the service runs.
    credentials: async () => ({ ...(await readCredentials(credentialsFile)), expiration: new Date() }),
  }),
})

/** An error's name, and nothing else of it: messages quote requests. */
export const awsErrorName = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const name = error instanceof Error && error.name !== 'Error' ? error.name : code
  return name !== undefined && /^[A-Za-z0-9_]{1,64}$/.test(name) ? name : 'no answer'
}
