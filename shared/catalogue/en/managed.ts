/** What an administrator can decide for this computer: settings of the desktop client, what is managed, and which service is used. */
export const managed = {
  mark: 'Managed by your organisation',
  camera: 'Your organisation has turned the camera off on this computer.',
  microphone: 'Your organisation has turned the microphone off on this computer.',
  awaitingRestart: 'Some settings hold only when Parley is started again.',
  restart: 'Start Parley again',
} as const

export const computer = {
  title: 'This computer',
  startAtLogin: 'Start with the computer',
  startAtLoginNote: 'When you log in to it.',
  hardwareAcceleration: 'Hardware acceleration',
  hardwareAccelerationNote: 'The graphics processor draws and encodes. Turn it off where pictures are broken.',
  crashReports: 'Send crash reports',
  crashReportsNote: 'To your organisation’s service, without names and without anything that was said.',
  crashReportsWhen: { never: 'Never', ask: 'Ask each time', always: 'Always' },
} as const

export const server = {
  title: 'Which meeting service?',
  meaning: 'Parley works with the service of your organisation. Your IT department knows its address.',
  address: 'Address of the service',
  hint: 'For example https://meet.example.org',
  missing: 'Enter the address of the service.',
  invalid: 'Enter an address like https://meet.example.org, with nothing after it.',
  notAllowed: 'Your organisation doesn’t allow this service.',
  use: 'Use this service',
  restarts: 'Parley starts again to do so. You may have to sign in there.',
  lockedTitle: 'No meeting service to use',
  locked: 'Your organisation decides which service Parley works with, and has named none. Ask your IT department.',
  change: 'Change',
} as const
