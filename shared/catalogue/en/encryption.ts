/** End-to-end encryption: what it protects, what it turns off, who gets it. */
export const encryption = {
  title: 'End-to-end encryption',
  on: 'On: only the people in the meeting can see, hear and read it.',
  off: 'Off: the meeting is encrypted on its way to the service and from it.',
  whatItMeans: 'What this means',
  /** The answer to whether it can be turned on, where it can't be, by reason. */
  refused: {
    kind: 'Webinars and town halls can’t be end-to-end encrypted.',
    recorded: 'Your organisation must record your meetings, and an encrypted one can’t be recorded.',
    browser: 'It is turned on in the desktop client on Windows or macOS.',
    virtualDesktop: 'It is not for virtual desktops. Use the desktop client on the computer that you sit at.',
    system: 'It is turned on in the desktop client on Windows or macOS.',
    version: 'This version of Parley is too old for it. Update Parley.',
    full: 'No more than 200 people fit in an end-to-end encrypted meeting.',
    running: 'It is settled when a meeting starts. Change it after the meeting, for the next time.',
  },
  forced: {
    running: 'It is settled when a meeting starts, and stays on until the meeting ends.',
  },
  explain: {
    title: 'Turn on end-to-end encryption?',
    about: {
      on: 'Only the people in the meeting hold its keys. The service passes on what it can’t read, and everybody in the meeting can check that.',
      who: 'People come in with the desktop client on Windows or macOS, up to 200 of them. Nobody comes in from a browser, from a virtual desktop or by phone.',
      settled: 'It can’t be changed once the meeting has started.',
    },
    protects: 'Only the people in the meeting get to know',
    leaves: 'The service still knows',
    turnedOff: 'Not there in this meeting',
    moved: 'Done by each person’s own computer',
    confirm: 'Turn on',
  },
  protects: {
    voices: 'what is said',
    pictures: 'what cameras show',
    shares: 'shared screens and their sound',
    messages: 'chat messages',
    gestures: 'reactions and raised hands',
  },
  leaves: {
    people: 'who is in the meeting, and its title',
    times: 'when they come, speak, share and leave',
    sizes: 'how much each of them sends',
    loudness: 'how loud each of them is at a time, so that who speaks can be shown',
  },
  turnedOff: {
    recording: { name: 'Recording', why: 'The service would have to see and hear the meeting to record it.' },
    captions: { name: 'Live captions and transcription', why: 'The service would have to hear what is said to write it down.' },
    breakoutRooms: { name: 'Breakout rooms', why: 'Each room would need keys of its own.' },
    phone: { name: 'Dialling in by phone', why: 'A phone can’t hold the meeting’s keys.' },
    livePresentation: { name: 'Live presentation', why: 'The service would have to read the slides to show them.' },
    remoteControl: { name: 'Remote control of what is shared', why: 'Clicks and key presses would pass through the service.' },
    togetherMode: { name: 'Together mode', why: 'The service would have to see all pictures to put them into one.' },
    companionMode: { name: 'Companion mode', why: 'Each device is a member of its own, with its own key.' },
    largeGallery: { name: 'Large gallery', why: 'The service would have to see all pictures to put them into one.' },
    chatHistory: {
      name: 'Chat before joining and after the meeting',
      why: 'The service keeps no messages, since it can’t read them. Who comes later doesn’t see earlier ones.',
    },
  },
  moved: {
    moderation: { name: 'Checking messages', why: 'The service can’t read messages, so each person’s own computer checks them.' },
  },
  /** In a meeting, where what is turned off would be. */
  absent: 'Off in this meeting because it is end-to-end encrypted: {{names}}.',
  door: {
    install: 'If nothing opens, Parley is not installed on this computer.',
    about: 'What end-to-end encryption means',
  },
} as const
