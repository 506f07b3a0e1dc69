/** Inside an end-to-end encrypted meeting: its state, the security code, who the people are. */
export const encrypted = {
  status: {
    protected: 'End-to-end encrypted',
    settling: 'Setting up encryption',
    lost: 'Encryption lost',
  },
  /** Beside the state, where the code has changed since somebody looked. */
  changedMark: 'The security code has changed',
  banner: {
    settling: 'The keys of this meeting are being agreed on. Until then nothing is sent or shown.',
    lost: 'This computer no longer has the keys of this meeting. Nothing is sent or shown. Leave and join again.',
    leave: 'Leave',
  },
  tile: { settling: 'Not sending yet', lost: 'Not sending' },
  unknownName: 'Unknown person',
  who: {
    verified: 'Verified by {{organisation}}',
    verifiedElsewhere: 'Verified, not of your organisation',
    guest: 'Unverified guest',
    /** Of who has written something. */
    unverified: 'Unverified',
    failed: 'Could not be verified',
    checking: 'Being checked',
    ambiguous: 'Could not be told apart',
    twice: 'Here twice',
  },
  /** What it means, for whoever asks. */
  about: {
    guest: 'Nobody vouches for this name: it is what they typed.',
    checking: 'They don’t have the keys of the meeting yet.',
    ambiguous: 'The service says of two who have the keys that they are this one person.',
    twice: 'The same person has the keys more than once. Ask them whether all of these are theirs.',
    unseated: 'Has the keys, but is on nobody’s tile.',
    claimed: 'The service calls them “{{name}}”.',
  },
  fault: {
    form: 'Their credential can’t be read.',
    key: 'Their credential is for another key than the one they use.',
    issuer: 'They signed in with an organisation that your computer doesn’t know.',
    audience: 'Their sign-in was for another program.',
    algorithm: 'Their sign-in is signed in a way that is not accepted.',
    providerKey: 'The keys of the sign-in provider could not be had, or none of them fits.',
    signature: 'The signature of their sign-in is not the provider’s.',
    nonce: 'Their sign-in vouches for another key.',
    notYet: 'Their sign-in is dated in the future.',
    tooOld: 'Their sign-in is too old. They have to sign in again.',
    subject: 'Their sign-in doesn’t say whose it is.',
    name: 'Their credential holds no name that can be shown.',
  },
  panel: {
    title: 'Encryption',
    content: 'Encryption of this meeting',
    protected:
      'Only the people below have the keys of this meeting. The service passes on what you say, show and write, and can’t see, hear or read it.',
    settling: 'The keys of this meeting are being agreed on. Until then nothing is sent or shown, and there is no security code.',
    lost: 'This computer no longer has the keys of this meeting. Nothing is sent or shown.',
    code: 'Security code',
    compare:
      'Read it aloud together: if all of you see the same digits, only the people below have the keys, and if they differ, somebody else may have them too.',
    postQuantum: 'Keys are also protected against quantum computers (X-Wing).',
    notPostQuantum:
      'Keys are not protected against quantum computers: not everybody’s client who was here offers that, as far as the service says.',
    changes: 'Who came and went',
    noChange: 'Nobody has come or gone since you joined.',
    members: 'Who has the keys',
    off: 'What is off',
  },
  code: {
    copy: 'Copy code',
    copied: 'Code copied',
    copyFailed: 'The code could not be copied',
  },
  changed: {
    toast: 'The security code has changed: {{what}}.',
    joined: '{{names}} joined',
    left: '{{names}} left',
    weaker: 'the keys are no longer protected against quantum computers',
    unverified: 'somebody who could not be verified',
    others_one: '{{count}} other person',
    others_other: '{{count}} other people',
  },
  fingerprint: {
    compare: 'Compare fingerprint',
    compareWith: 'Compare fingerprint with {{name}}',
    title: 'Fingerprint with {{name}}',
    how: 'Compare these digits by a way that you trust, such as face to face or on the phone. If {{name}} sees the same ones under your name, each of you has the other’s key.',
    lasts:
      'They stay the same in other meetings, until one of you signs in anew or changes computers. A guest’s are for this meeting.',
  },
  chat: {
    notice: 'Messages are end-to-end encrypted and are not kept by the service.',
    checked:
      'Your own computer checks what you write for swearing, insults, threats and incitement to self-harm. Nobody else does.',
  },
} as const
