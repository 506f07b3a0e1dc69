/** What is recorded of a meeting, as it is told before it and in it. */
export const recording = {
  state: {
    starting: 'Recording is starting',
    running: 'Recording',
    paused: 'Recording is paused',
    interrupted: 'Recording is interrupted',
  },
  /** Who records, in one sentence. */
  line: {
    starting: '{{name}} is starting a recording.',
    running: '{{name}} is recording this meeting.',
    paused: 'The recording that {{name}} started is paused.',
    interrupted: 'The recording that {{name}} started is interrupted. It goes on by itself as soon as it can.',
  },
  own: {
    starting: 'You are starting a recording.',
    running: 'You are recording this meeting.',
    paused: 'The recording that you started is paused.',
    interrupted: 'The recording that you started is interrupted. It goes on by itself as soon as it can.',
  },
  /** Of whom one may not know who started it. */
  unnamed: {
    starting: 'A recording of this meeting is starting.',
    running: 'This meeting is being recorded.',
    paused: 'A recording of this meeting is paused.',
    interrupted: 'A recording of this meeting is interrupted.',
  },
  compliance: 'This meeting is recorded because an organisation requires it of somebody in it.',
  complianceMeaning:
    'That recording is kept apart. Only the compliance officers of the organisation that holds the meeting can open it.',
  /** Where the organisation has no words of its own. */
  notice:
    'Voices, cameras and shared screens are kept, with the names of those who were there. People in this meeting and people invited to it can watch them; guests, and others whom the organiser shares them with, where the organisation allows it. If you don’t want that, leave the meeting.',
  link: 'Privacy notice',
  linkHint: 'Privacy notice (opens in your browser)',
  details: 'Who records',
  announce: {
    resumed: 'The recording goes on.',
    stopped: 'The recording has stopped.',
    complianceStopped: 'This meeting is no longer recorded for compliance.',
  },
  ahead: {
    unread: 'A recording has started since you looked. Read this, then join.',
    marked: 'Your organisation requires that every meeting you are in is recorded.',
    consent: 'You are asked whether you agree before your microphone, camera or share go on.',
    stay: 'You can go back without joining.',
    leave: 'You can leave instead of waiting.',
  },
  consent: {
    title: 'Do you agree to being recorded?',
    meaning: 'Until you agree, your microphone, camera and share stay off. You can watch, listen and write.',
    takenBack: 'You can take it back at any time. What was recorded until then stays.',
    agree: 'Agree',
    notNow: 'Not now',
    leave: 'Leave the meeting',
    agreed: 'You agreed to being recorded.',
    notAgreed: 'You have not agreed to being recorded. Your microphone, camera and share are off.',
    answer: 'Answer',
    takeBack: 'Take it back',
  },
  panel: {
    title: 'Recording',
    startedBy: 'Started by {{name}} at {{time}}',
    started: 'Began at {{time}}',
    nothing: 'Nothing is recorded now.',
    own: 'Your own consent',
    without: 'Not in the recording',
  },
  /** Why somebody is not in the recording, as organisers see it. */
  leftOut: {
    untold: 'Notice of the recording not shown yet',
    asked: 'Has not answered whether they agree to being recorded',
    refused: 'Does not agree to being recorded',
  },
  leftOutShort: { untold: 'Notice not shown', asked: 'No answer yet', refused: 'Not agreed' },
  menu: {
    start: 'Start recording',
    stop: 'Stop recording',
    pause: 'Pause recording',
    resume: 'Continue recording',
  },
} as const
