/** What the desktop's main process says by itself: menu, dialogs. The page says everything else. */
export const desktop = {
  menu: {
    file: 'File',
    newMeeting: 'New meeting',
    settings: 'Settings…',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    meeting: 'Meeting',
    toggleMicrophone: 'Microphone on or off',
    toggleCamera: 'Camera on or off',
    toggleShare: 'Share screen or stop sharing',
    toggleHand: 'Raise or lower hand',
    togglePeople: 'Show or hide people',
    leave: 'Leave meeting',
    help: 'Help',
    showShortcuts: 'Keyboard shortcuts',
    openDiagnostics: 'Diagnostics…',
  },
  closing: {
    title: 'You are in a meeting',
    meaning: 'Closing Parley takes you out of it. The meeting goes on for the others.',
    leave: 'Leave and close',
    stay: 'Stay',
  },
  server: {
    title: 'Use this meeting service?',
    meaning: 'Parley starts again and works with it. Only do that if your organisation has told you so.',
    use: 'Use it',
    keep: 'Cancel',
  },
  /** In the person's browser, when it has been at the organisation's sign-in page. */
  signIn: {
    done: {
      title: 'You can go back to Parley',
      meaning: 'You can close this page.',
    },
    notYours: {
      title: 'This is not where you signed in',
      meaning: 'The page belongs to no sign-in that Parley is waiting for. Go back to Parley and sign in there.',
    },
  },
  /** macOS shows them when Parley first asks; the installers carry them. */
  usage: {
    camera: 'Others in a meeting see you when you turn your camera on.',
    microphone: 'Others in a meeting hear you when you unmute.',
    systemAudio: 'Others in a meeting hear what this computer plays when you share its sound with your screen.',
    localNetwork: 'Parley reaches your organisation’s meeting service when it is in the same network.',
  },
  start: {
    title: 'Parley can’t start',
    serviceUrl:
      'The address of the service in PARLEY_SERVICE_URL can’t be used. It has to be like https://meet.example.org, without a path; http is possible for this computer only.',
    person: 'The person given with --person can’t be used. It has to be an id like “ada”.',
    pretence: 'The system given in PARLEY_PRETEND_OS can’t be used. It has to be windows or macos.',
    switches:
      'It was started with an argument by which other programs could get into it, or past its guards. Start it without arguments.',
    profile: 'The profile given with --profile can’t be used. It has to be up to 32 letters, digits and dashes.',
  },
} as const
