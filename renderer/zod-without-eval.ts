/** The page's policy forbids to make code from text, so zod need not try. Imported first: schemas decide when they are made. */
import { config } from 'zod'

config({ jitless: true })
