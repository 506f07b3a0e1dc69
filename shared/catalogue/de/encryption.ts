import type { Catalogue } from '../en.ts'

export const encryption: Catalogue['encryption'] = {
  title: 'Ende-zu-Ende-Verschlüsselung',
  on: 'An: Nur wer in der Besprechung ist, kann sie sehen, hören und lesen.',
  off: 'Aus: Die Besprechung ist auf dem Weg zum Dienst und von dort verschlüsselt.',
  whatItMeans: 'Was das bedeutet',
  refused: {
    kind: 'Webinare und Versammlungen können nicht Ende-zu-Ende verschlüsselt werden.',
    recorded: 'Ihre Organisation muss Ihre Besprechungen aufzeichnen, und verschlüsselt geht das nicht.',
    browser: 'Eingeschaltet wird sie im Desktop-Programm unter Windows oder macOS.',
    virtualDesktop:
      'Auf virtuellen Desktops gibt es sie nicht. Nutzen Sie das Desktop-Programm auf dem Computer, an dem Sie sitzen.',
    system: 'Eingeschaltet wird sie im Desktop-Programm unter Windows oder macOS.',
    version: 'Diese Version von Parley ist zu alt dafür. Aktualisieren Sie Parley.',
    full: 'In eine Ende-zu-Ende verschlüsselte Besprechung passen höchstens 200 Personen.',
    running: 'Sie steht mit dem Beginn einer Besprechung fest. Ändern Sie sie nach der Besprechung, für das nächste Mal.',
  },
  forced: {
    running: 'Sie steht mit dem Beginn einer Besprechung fest und bleibt an, bis die Besprechung endet.',
  },
  explain: {
    title: 'Ende-zu-Ende-Verschlüsselung einschalten?',
    about: {
      on: 'Nur wer in der Besprechung ist, hat ihre Schlüssel. Der Dienst gibt weiter, was er nicht lesen kann, und alle in der Besprechung können das prüfen.',
      who: 'Herein kommen bis zu 200 Personen mit dem Desktop-Programm unter Windows oder macOS. Über einen Browser, einen virtuellen Desktop oder per Telefon kommt niemand herein.',
      settled: 'Wenn die Besprechung begonnen hat, lässt sich das nicht mehr ändern.',
    },
    protects: 'Nur wer in der Besprechung ist, erfährt',
    leaves: 'Der Dienst weiß weiterhin',
    turnedOff: 'Das gibt es in dieser Besprechung nicht',
    moved: 'Das macht der Computer jeder Person selbst',
    confirm: 'Einschalten',
  },
  protects: {
    voices: 'was gesagt wird',
    pictures: 'was Kameras zeigen',
    shares: 'geteilte Bildschirme und ihren Ton',
    messages: 'Nachrichten im Chat',
    gestures: 'Reaktionen und gehobene Hände',
  },
  leaves: {
    people: 'wer in der Besprechung ist und wie sie heißt',
    times: 'wann jemand kommt, spricht, teilt und geht',
    sizes: 'wie viel jemand sendet',
    loudness: 'wie laut jemand gerade ist, damit zu sehen ist, wer spricht',
  },
  turnedOff: {
    recording: { name: 'Aufzeichnung', why: 'Um aufzuzeichnen, müsste der Dienst die Besprechung sehen und hören.' },
    captions: {
      name: 'Untertitel und Mitschrift',
      why: 'Um aufzuschreiben, was gesagt wird, müsste der Dienst es hören.',
    },
    breakoutRooms: { name: 'Gruppenräume', why: 'Jeder Raum brauchte eigene Schlüssel.' },
    phone: { name: 'Einwahl per Telefon', why: 'Ein Telefon kann die Schlüssel der Besprechung nicht verwahren.' },
    livePresentation: { name: 'Live-Präsentation', why: 'Um Folien zu zeigen, müsste der Dienst sie lesen.' },
    remoteControl: {
      name: 'Fernsteuerung von Geteiltem',
      why: 'Klicks und Tastendrücke gingen durch den Dienst.',
    },
    togetherMode: { name: 'Gemeinsame Ansicht', why: 'Um alle in ein Bild zu setzen, müsste der Dienst die Bilder sehen.' },
    companionMode: { name: 'Zweitgerät', why: 'Jedes Gerät ist ein eigenes Mitglied mit eigenem Schlüssel.' },
    largeGallery: { name: 'Große Galerie', why: 'Um alle in ein Bild zu setzen, müsste der Dienst die Bilder sehen.' },
    chatHistory: {
      name: 'Chat vor dem Beitritt und nach der Besprechung',
      why: 'Der Dienst bewahrt keine Nachrichten auf, weil er sie nicht lesen kann. Wer später kommt, sieht frühere nicht.',
    },
  },
  moved: {
    moderation: {
      name: 'Prüfen von Nachrichten',
      why: 'Der Dienst kann Nachrichten nicht lesen, darum prüft sie der Computer jeder Person.',
    },
  },
  absent: 'In dieser Besprechung aus, weil sie Ende-zu-Ende verschlüsselt ist: {{names}}.',
  door: {
    install: 'Wenn sich nichts öffnet, ist Parley auf diesem Computer nicht installiert.',
    about: 'Was Ende-zu-Ende-Verschlüsselung bedeutet',
  },
}
