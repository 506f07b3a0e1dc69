/**
 * Every text that a person reads, in English: the catalogue that other languages are measured against. Keys are typed, so a
 * text that does not exist does not compile. `_one` and `_other` are plural forms by `count`; `{{name}}` is filled in.
 */
import { admin } from './en/admin.ts'
import { audit } from './en/audit.ts'
import { chat } from './en/chat.ts'
import { common } from './en/common.ts'
import { desktop } from './en/desktop.ts'
import { diagnostics } from './en/diagnostics.ts'
import { encrypted } from './en/encrypted.ts'
import { encryption } from './en/encryption.ts'
import { error } from './en/error.ts'
import { computer, managed, server } from './en/managed.ts'
import { meeting } from './en/meeting.ts'
import { organising } from './en/organising.ts'
import { recording } from './en/recording.ts'
import { recordings } from './en/recordings.ts'
import { confirmation, ended, home, newMeeting, preJoin, sessions, settings, signIn } from './en/screens.ts'
import { updates } from './en/updates.ts'

export const en = {
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
} as const

/** The same texts in any language. */
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }
export type Catalogue = Texts<typeof en>
