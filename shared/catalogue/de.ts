/** Every text that a person reads, in German: formal, plain. What English has and this lacks does not compile. */
import { admin } from './de/admin.ts'
import { audit } from './de/audit.ts'
import { chat } from './de/chat.ts'
import { common } from './de/common.ts'
import { desktop } from './de/desktop.ts'
import { diagnostics } from './de/diagnostics.ts'
import { encrypted } from './de/encrypted.ts'
import { encryption } from './de/encryption.ts'
import { error } from './de/error.ts'
import { computer, managed, server } from './de/managed.ts'
import { meeting } from './de/meeting.ts'
import { organising } from './de/organising.ts'
import { recording } from './de/recording.ts'
import { recordings } from './de/recordings.ts'
import { confirmation, ended, home, newMeeting, preJoin, sessions, settings, signIn } from './de/screens.ts'
import { updates } from './de/updates.ts'
import type { Catalogue } from './en.ts'

export const de: Catalogue = {
  common,
  desktop,
  error,
  signIn,
  confirmation,
  sessions,
  home,
  newMeeting,
  preJoin,
  settings,
  managed,
  computer,
  server,
  ended,
  ...meeting,
  ...organising,
  chat,
  admin,
  audit,
  encryption,
  encrypted,
  recording,
  recordings,
  updates,
  diagnostics,
}
