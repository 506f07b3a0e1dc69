/** Limits that the service enforces and the screen explains. Lengths in characters (UTF-16 units), sizes in bytes, times in ms. */
export const LIMITS = {
  title: 120,
  name: 60,
  participants: 300,
  /** In an end-to-end encrypted meeting each change of who is in it costs each of the others. */
  encryptedParticipants: 200,
  /** People who wait in one lobby. */
  waiting: 500,
  message: 4_000,
  mentions: 20,
  /** Messages of one page of history. */
  messagePage: 50,
  /** Whoever was denied may knock again after this. */
  denial: 300_000,
  /** People wait this long unless the service is set otherwise. */
  lobbyWait: 1_800_000,
  /** Guests that can be invited to one meeting by name, and how long an invitation lasts at most. */
  invitations: 200,
  invitationLifetime: 90 * 86_400_000,
  namedPeople: 300,
  /** Pictures on one page of the gallery. */
  galleryTiles: 49,
  /** A person who is cut off keeps their place this long. */
  resumeWindow: 60_000,
  ticketLifetime: 30_000,
  /** The largest message on the signalling socket; an SDP-rich produce request is about 4 kB. */
  messageSize: 64 * 1024,
  /** What is said in an encrypted meeting, and as it goes out: encrypted, signed, filled up. */
  encryptedContent: 16 * 1024,
  encryptedMessage: 17 * 1024,
  /**
   * MLS messages, in the suite with the larger keys. A commit has the credential of its member in it, and for 200 members 250 kB where
   * nobody has committed anything yet, 20 kB later on; a welcome is for those who come with one commit.
   */
  keyPackage: 22 * 1024,
  commit: 288 * 1024,
  welcome: 46 * 1024,
  groupInfo: 3 * 1024,
  /** The largest message of somebody in an encrypted meeting: a commit with what goes with it, in base64. */
  commitMessage: 460 * 1024,
  /** People who come into an encrypted meeting with one commit. */
  addedAtOnce: 30,
  /** Requests of one participant: a steady rate per second and a burst. */
  requestRate: 50,
  requestBurst: 200,
  /** Cameras, microphones and shares that one person turns on: a second in the long run, and at once. */
  producerRate: 1,
  producerBurst: 60,
  /** The client asks this often whether the service is still there, and gives up after the second. */
  pingInterval: 2_000,
  pingTimeout: 4_000,
  /** The service takes a silent socket for lost after this long. */
  silence: 6_000,
} as const
