/**
 * What a person reads when something is refused or fails, by code: what happened, what it means for them, what to do.
 * Plain, short, without blame.
 */
import type { ErrorCode } from '../../errors.ts'

export interface ErrorText {
  readonly title: string
  readonly meaning: string
  readonly action: string
}

export const error = {
  UNAUTHENTICATED: {
    title: 'You are signed out',
    meaning: 'Your session has ended, so Parley can’t act for you.',
    action: 'Sign in again.',
  },
  TICKET_INVALID: {
    title: 'The way in has expired',
    meaning: 'It took too long to reach the meeting, and the pass to it ran out.',
    action: 'Try again.',
  },
  PROOF_INVALID: {
    title: 'The service doesn’t recognise this device',
    meaning: 'What should prove that the request comes from your device was not accepted.',
    action: 'Try again. If it stays, sign out and in again.',
  },
  CLOCK_SKEWED: {
    title: 'Your computer’s clock is off',
    meaning: 'It differs from the service’s by more than a minute, so your requests can’t be told from old ones.',
    action: 'Set the time automatically in the system’s settings, then try again.',
  },
  ID_TOKEN_INVALID: {
    title: 'Your sign-in was not accepted',
    meaning: 'What your organisation’s sign-in page gave out doesn’t fit this device or this service, or came too late.',
    action: 'Sign in again. If it stays, tell your IT the code below.',
  },
  SESSION_ENDED: {
    title: 'Your session was ended',
    meaning:
      'It was done from another device, by your organisation, or to protect you because an old key to your session was used.',
    action: 'Sign in again.',
  },
  SECOND_FACTOR_REQUIRED: {
    title: 'A second factor is needed',
    meaning: 'Your organisation asks for more than a password, such as a code or a passkey.',
    action: 'Sign in again and give the second factor.',
  },
  SECOND_FACTOR_STALE: {
    title: 'Confirm that it is you',
    meaning: 'For this, your organisation wants a second factor that was given just now.',
    action: 'Confirm in your browser, and it goes on.',
  },
  SIGN_IN_CANCELLED: {
    title: 'You stopped signing in',
    meaning: 'Nothing was changed.',
    action: 'Sign in again when you are ready.',
  },
  SIGN_IN_TIMED_OUT: {
    title: 'Signing in took too long',
    meaning: 'Your browser didn’t come back within five minutes.',
    action: 'Sign in again.',
  },
  SIGN_IN_REFUSED: {
    title: 'Your organisation didn’t let you in',
    meaning: 'Its sign-in page sent you back with a refusal.',
    action: 'Sign in again, or ask your IT whether you may use Parley.',
  },
  ANOTHER_PERSON: {
    title: 'That was somebody else',
    meaning: 'You confirmed as another person than the one who is signed in here.',
    action: 'Confirm as yourself, or sign out first.',
  },
  ORGANISATION_UNKNOWN: {
    title: 'This organisation isn’t known here',
    meaning: 'This service has no sign-in for your e-mail address.',
    action: 'Check the address. Guests join with the link they were sent.',
  },
  PROVIDER_UNREACHABLE: {
    title: 'Your organisation’s sign-in can’t be reached',
    meaning: 'The network or the sign-in service itself may be down.',
    action: 'Check your connection, then try again.',
  },
  PROVIDER_UNUSABLE: {
    title: 'Your organisation’s sign-in is not set up properly',
    meaning: 'It answered in a way that Parley can’t trust.',
    action: 'Tell your IT the code below.',
  },
  KEYSTORE_UNAVAILABLE: {
    title: 'There is no safe place for your keys',
    meaning:
      'Parley keeps its keys in the system’s keystore and never in a plain file. This computer offers none, or it is locked.',
    action: 'Unlock the keychain. On Linux, install and unlock GNOME Keyring or KWallet, then start Parley again.',
  },
  NAME_INVALID: {
    title: 'This name can’t be used',
    meaning: 'A name needs at least one letter or digit, up to 60 characters, and no hidden characters.',
    action: 'Enter your name in another way.',
  },
  NAME_TAKEN: {
    title: 'That name belongs to somebody here',
    meaning: 'Guests can’t use the name of a member, nor one that looks like it.',
    action: 'Enter your name in another way, for example with your organisation.',
  },
  FORBIDDEN: {
    title: 'You are not allowed to do this',
    meaning: 'Your role in this meeting does not include it.',
    action: 'Ask the organiser.',
  },
  MANAGED: {
    title: 'Your organisation has turned this off',
    meaning: 'It is not allowed on this computer.',
    action: 'Ask your IT department if you need it.',
  },
  INVALID_INPUT: {
    title: 'Something in there is not right',
    meaning: 'The service did not accept what was entered.',
    action: 'Check it and try again.',
  },
  MESSAGE_TOO_LARGE: {
    title: 'That is too much at once',
    meaning: 'The service does not take a message of this size.',
    action: 'Send less at a time.',
  },
  UNKNOWN_PROCEDURE: {
    title: 'The service does not know this',
    meaning: 'This version of Parley asked for something the service does not offer.',
    action: 'Update Parley, or ask whoever runs the service.',
  },
  LINK_INVALID: {
    title: 'This is not a meeting link',
    meaning: 'There is no meeting code in it, or more than one.',
    action: 'Check the link or type the code, for example abc-defg-hjk.',
  },
  NOT_FOUND: {
    title: 'It is not there',
    meaning: 'What you asked for does not exist any more.',
    action: 'Go back and choose again.',
  },
  MEETING_NOT_FOUND: {
    title: 'There is no such meeting',
    meaning: 'The code may be mistyped, or the organiser cancelled the meeting.',
    action: 'Check the code, or ask whoever invited you.',
  },
  MEETING_ENDED: {
    title: 'The meeting is over',
    meaning: 'Nobody is in it any more.',
    action: 'Ask the organiser whether it will be held again.',
  },
  WRONG_STATE: {
    title: 'That is not possible right now',
    meaning: 'The meeting has moved on in the meantime.',
    action: 'Wait a moment, then try again.',
  },
  RESUME_EXPIRED: {
    title: 'You were away too long',
    meaning: 'Your place is kept for one minute. Others have seen you leave.',
    action: 'Join again.',
  },
  MEETING_LOCKED: {
    title: 'The meeting is locked',
    meaning: 'An organiser has closed the door: nobody else comes in.',
    action: 'Ask somebody in the meeting to unlock it, then try again.',
  },
  REMOVED: {
    title: 'You can’t come into this meeting',
    meaning: 'You were removed or blocked, and can’t come in while it runs unless an organiser allows it again.',
    action: 'Ask the organiser.',
  },
  KNOCK_LATER: {
    title: 'You were not let in',
    meaning: 'Somebody in the meeting answered your knock with no.',
    action: 'You can knock again after five minutes, or ask the organiser.',
  },
  INVITATION_INVALID: {
    title: 'This invitation is no longer good',
    meaning: 'It has expired, was withdrawn, or belongs to another meeting.',
    action: 'Ask whoever invited you for a new one.',
  },
  OPTION_LOCKED: {
    title: 'This can’t be changed here',
    meaning: 'A rule of the organisation fixes it.',
    action: 'The lock beside the option names the rule.',
  },
  LICENCE_MISSING: {
    title: 'This needs another licence',
    meaning: 'It comes with the premium licence, which you don’t have.',
    action: 'Ask your administrator for it.',
  },
  GUESTS_REFUSED: {
    title: 'Guests can’t come to this meeting',
    meaning: 'Only people who are signed in can.',
    action: 'Sign in, or ask the organiser.',
  },
  EXTERNALS_REFUSED: {
    title: 'Only the organisation itself can come',
    meaning: 'This meeting is not open to other organisations.',
    action: 'Ask the organiser.',
  },
  JUSTIFICATION_MISSING: {
    title: 'A reason is needed',
    meaning: 'With this label the meeting is less protected than before.',
    action: 'Say why. What you say is kept in the organisation’s log.',
  },
  ENCRYPTION_UNAVAILABLE: {
    title: 'This meeting can’t be end-to-end encrypted',
    meaning: 'The label or the template demands that, and webinars and town halls can’t be.',
    action: 'Its organiser can choose another label in the options, or ask an administrator.',
  },
  ENCRYPTION_SETTLED: {
    title: 'Encryption can’t be changed now',
    meaning: 'Whether a meeting is end-to-end encrypted is settled when it starts, and stays so until it ends.',
    action: 'Change it after the meeting, for the next time.',
  },
  ENCRYPTED_NEEDS_DESKTOP: {
    title: 'This meeting is end-to-end encrypted',
    meaning: 'Only the people in it hold its keys, and a browser can’t keep them safe. So nobody comes in from the browser.',
    action: 'Open the meeting in the desktop client on Windows or macOS.',
  },
  ENCRYPTED_NEEDS_SYSTEM: {
    title: 'This meeting is end-to-end encrypted',
    meaning: 'Parley can take part in such meetings on Windows and macOS, and this computer has another system.',
    action: 'Open the meeting on a computer with Windows or macOS.',
  },
  ENCRYPTED_NEEDS_OWN_COMPUTER: {
    title: 'This meeting is end-to-end encrypted',
    meaning: 'Here Parley runs on a virtual desktop, so what it decrypts would travel on to your screen outside the encryption.',
    action: 'Open the meeting in the desktop client on the computer that you sit at.',
  },
  ENCRYPTED_NEEDS_UPDATE: {
    title: 'This meeting is end-to-end encrypted',
    meaning: 'This version of Parley is too old to take part in such meetings.',
    action: 'Update Parley, then open the meeting again.',
  },
  ENCRYPTED_NOT_RECORDED: {
    title: 'This meeting is end-to-end encrypted',
    meaning: 'Your organisation must record your meetings, and nothing can record this one.',
    action: 'Ask the organiser for a meeting without end-to-end encryption.',
  },
  ENCRYPTED_MEETING_FULL: {
    title: 'The meeting is full',
    meaning: 'It is end-to-end encrypted, and no more than 200 people fit in such a meeting.',
    action: 'Wait until somebody leaves, or ask the organiser.',
  },
  OFF_WHEN_ENCRYPTED: {
    title: 'This is off in this meeting',
    meaning: 'The meeting is end-to-end encrypted, and for this the service would have to see or hear what is in it.',
    action: 'Use it in a meeting without end-to-end encryption.',
  },
  ENCRYPTION_FAILED: {
    title: 'The encryption can’t go on',
    meaning: 'What came from the service does not fit this meeting’s encryption. Nothing of it was used.',
    action: 'Leave the meeting and join again. If it happens again, tell your administrator.',
  },
  EPOCH_STALE: {
    title: 'Somebody else was quicker',
    meaning: 'The keys of this meeting have changed meanwhile.',
    action: 'Nothing. It goes on by itself.',
  },
  NOT_ACCEPTED: {
    title: 'You were not let into the encrypted meeting',
    meaning: 'The others’ devices could not check who you are, and this meeting is only for people who were checked.',
    action: 'Sign in with your organisation again, or ask the organiser.',
  },
  RULES_CONFLICT: {
    title: 'Somebody else has changed the rules',
    meaning: 'They were saved after you had opened them. Nothing of yours is lost.',
    action: 'Look at what has changed, and save again.',
  },
  LAST_ADMINISTRATOR: {
    title: 'Nobody would be left',
    meaning: 'At least one global administrator has to stay.',
    action: 'Make somebody else global administrator first.',
  },
  MESSAGE_REFUSED: {
    title: 'This message wasn’t sent',
    meaning: 'It was found to hurt somebody. Nobody has seen it.',
    action: 'Say it in another way.',
  },
  MODERATION_UNREACHABLE: {
    title: 'This message couldn’t be checked',
    meaning: 'Messages of this meeting are checked before others see them, and the check can’t be reached.',
    action: 'Try again in a moment.',
  },
  LOBBY_FULL: {
    title: 'The lobby is full',
    meaning: 'Too many people are waiting already.',
    action: 'Try again in a moment.',
  },
  MEETING_FULL: {
    title: 'The meeting is full',
    meaning: 'No more people fit in.',
    action: 'Wait until somebody leaves, or ask the organiser.',
  },
  LIMIT_REACHED: {
    title: 'A limit is reached',
    meaning: 'The service does not allow more of this.',
    action: 'Stop something that you no longer need, then try again.',
  },
  TOO_MANY_REQUESTS: {
    title: 'That was a lot at once',
    meaning: 'The service asks you to slow down.',
    action: 'Wait a few seconds, then try again.',
  },
  CLIENT_TOO_OLD: {
    title: 'This Parley is too old',
    meaning: 'The service or your organisation asks for a newer version, so you can’t join with this one.',
    action: 'Update Parley, or join in the browser with the meeting link.',
  },
  CLIENT_TOO_NEW: {
    title: 'The service is too old',
    meaning: 'Your Parley is newer than the service, so the two don’t understand each other.',
    action: 'Ask whoever runs the service to update it, or join in the browser with the meeting link.',
  },
  UPDATE_UNREACHABLE: {
    title: 'Updates can’t be reached',
    meaning: 'The update address of your organisation doesn’t answer, or the connection broke. This version goes on working.',
    action: 'Try again later. If it stays like this, tell your IT the code below.',
  },
  UPDATE_UNTRUSTED: {
    title: 'The update was refused',
    meaning: 'It isn’t what your organisation signed, so nothing of it was installed. This version goes on working.',
    action: 'Tell your IT the code below. Don’t install it from somewhere else.',
  },
  UPDATE_NO_SPACE: {
    title: 'There is no space for the update',
    meaning: 'The disk is too full to download it. This version goes on working.',
    action: 'Make room on the disk, then try again.',
  },
  UPDATE_FAILED: {
    title: 'The update failed',
    meaning: 'It could not be installed. This version goes on working.',
    action: 'Try again. If it stays like this, tell your IT the code below.',
  },
  FILE_NOT_SAVED: {
    title: 'The file could not be saved',
    meaning: 'The disk is full, or you may not write to that folder.',
    action: 'Choose another folder and try again.',
  },
  SERVICE_UNREACHABLE: {
    title: 'The service can’t be reached',
    meaning: 'Your computer is offline, or the meeting service is not running.',
    action: 'Check your connection, then try again.',
  },
  SERVICE_STOPPING: {
    title: 'The service is restarting',
    meaning: 'It is closing its meetings and will be back shortly.',
    action: 'Try again in a minute.',
  },
  MEDIA_UNREACHABLE: {
    title: 'Sound and pictures don’t get through',
    meaning: 'The service answers, but your network blocks sound and video.',
    action: 'Try another network, or ask IT to open it for the meeting service.',
  },
  CAMERA_DENIED: {
    title: 'Parley may not use the camera',
    meaning: 'You can join, but others won’t see you.',
    action: 'Allow the camera, then try again.',
  },
  CAMERA_MISSING: {
    title: 'No camera was found',
    meaning: 'You can join, but others won’t see you.',
    action: 'Plug one in, or check that it is switched on.',
  },
  CAMERA_BUSY: {
    title: 'The camera is in use',
    meaning: 'Another program holds it, so others won’t see you.',
    action: 'Close the other program, then try again.',
  },
  MICROPHONE_DENIED: {
    title: 'Parley may not use the microphone',
    meaning: 'You can join and listen, but others won’t hear you.',
    action: 'Allow the microphone, then try again.',
  },
  MICROPHONE_MISSING: {
    title: 'No microphone was found',
    meaning: 'You can join and listen, but others won’t hear you.',
    action: 'Plug one in, or check that it is switched on.',
  },
  MICROPHONE_BUSY: {
    title: 'The microphone is in use',
    meaning: 'Another program holds it, so others won’t hear you.',
    action: 'Close the other program, then try again.',
  },
  SCREEN_DENIED: {
    title: 'Parley may not share your screen',
    meaning: 'Nothing of your screen was shown to anybody.',
    action: 'Allow screen recording, then share again.',
  },
  SCREEN_UNAVAILABLE: {
    title: 'This can’t be shared',
    meaning: 'The screen or window gave no picture, or was closed.',
    action: 'Choose another screen or window.',
  },
  NOTICE_UNREAD: {
    title: 'A recording has started meanwhile',
    meaning: 'You see what is recorded before you come in, and can stay away.',
    action: 'Read the notice, then join.',
  },
  RECORDING_UNAVAILABLE: {
    title: 'This service can’t record',
    meaning: 'Something that recording needs is missing or doesn’t answer. Nothing is recorded.',
    action: 'Tell your administrator. The meeting can go on without a recording.',
  },
  RECORDING_REQUIRED: {
    title: 'You can’t join without a recording',
    meaning: 'Your organisation requires that your meetings are recorded, and this service can’t record now.',
    action: 'Try again in a few minutes. If it stays, tell your administrator.',
  },
  VAULT_UNREACHABLE: {
    title: 'The key vault can’t be reached',
    meaning: 'Recordings are locked with keys from it, so nothing can be recorded or played now.',
    action: 'Try again in a minute. If it stays, tell your administrator.',
  },
  KEY_INVALID: {
    title: 'The key doesn’t fit this recording',
    meaning: 'The key that was stored with it is damaged or belongs to another recording, so it can’t be opened.',
    action: 'Tell your administrator the code below.',
  },
  KEY_DESTROYED: {
    title: 'The key of this recording was destroyed',
    meaning: 'Without it nobody can open the recording any more.',
    action: 'Ask your administrator if you think that it should still be there.',
  },
  STORAGE_FULL: {
    title: 'There is no room left for recordings',
    meaning: 'What was recorded so far is kept, but nothing more can be added.',
    action: 'Tell your administrator, or delete recordings that nobody needs.',
  },
  STORAGE_UNREACHABLE: {
    title: 'The place of the recordings can’t be reached',
    meaning: 'They are still there, but can’t be written or read now.',
    action: 'Try again in a minute.',
  },
  STORED_DAMAGED: {
    title: 'Something stored is damaged',
    meaning: 'A part of it was changed or lost since it was written. What is intact can still be used.',
    action: 'Tell your administrator the code below.',
  },
  INTERNAL: {
    title: 'Something went wrong',
    meaning: 'Parley failed in a way it should not. Nothing you did caused it.',
    action: 'Try again. If it stays, tell support the code below.',
  },
} as const satisfies Record<ErrorCode, ErrorText>
