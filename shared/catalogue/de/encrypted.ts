import type { Catalogue } from '../en.ts'

export const encrypted: Catalogue['encrypted'] = {
  status: {
    protected: 'Ende-zu-Ende verschlüsselt',
    settling: 'Verschlüsselung wird eingerichtet',
    lost: 'Verschlüsselung verloren',
  },
  changedMark: 'Der Sicherheitscode hat sich geändert',
  banner: {
    settling: 'Die Schlüssel dieser Besprechung werden vereinbart. Bis dahin wird nichts gesendet oder gezeigt.',
    lost: 'Dieser Computer hat die Schlüssel dieser Besprechung nicht mehr. Es wird nichts gesendet oder gezeigt. Verlassen Sie die Besprechung und treten Sie wieder bei.',
    leave: 'Verlassen',
  },
  tile: { settling: 'Sendet noch nicht', lost: 'Sendet nicht' },
  unknownName: 'Unbekannte Person',
  who: {
    verified: 'Bestätigt von {{organisation}}',
    verifiedElsewhere: 'Bestätigt, nicht aus Ihrer Organisation',
    guest: 'Unbestätigter Gast',
    unverified: 'Unbestätigt',
    failed: 'Konnte nicht bestätigt werden',
    checking: 'Wird geprüft',
    ambiguous: 'Nicht eindeutig',
    twice: 'Zweimal hier',
  },
  about: {
    guest: 'Für diesen Namen bürgt niemand: Er ist, was eingegeben wurde.',
    checking: 'Diese Person hat die Schlüssel der Besprechung noch nicht.',
    ambiguous: 'Der Dienst sagt von zweien, die die Schlüssel haben, dass sie diese eine Person seien.',
    twice: 'Dieselbe Person hat die Schlüssel mehrmals. Fragen Sie sie, ob alle davon ihre sind.',
    unseated: 'Hat die Schlüssel, aber keine Kachel.',
    claimed: 'Der Dienst nennt sie „{{name}}“.',
  },
  fault: {
    form: 'Der Nachweis ist nicht lesbar.',
    key: 'Der Nachweis gilt für einen anderen Schlüssel als den verwendeten.',
    issuer: 'Die Anmeldung ist von einer Organisation, die Ihr Computer nicht kennt.',
    audience: 'Die Anmeldung galt einem anderen Programm.',
    algorithm: 'Die Anmeldung ist auf eine Art unterschrieben, die nicht angenommen wird.',
    providerKey: 'Die Schlüssel des Anmeldedienstes waren nicht zu bekommen, oder keiner davon passt.',
    signature: 'Die Unterschrift der Anmeldung ist nicht die des Anmeldedienstes.',
    nonce: 'Die Anmeldung bürgt für einen anderen Schlüssel.',
    notYet: 'Die Anmeldung trägt ein Datum in der Zukunft.',
    tooOld: 'Die Anmeldung ist zu alt. Die Person muss sich neu anmelden.',
    subject: 'Die Anmeldung sagt nicht, wessen sie ist.',
    name: 'Der Nachweis enthält keinen Namen, der sich zeigen lässt.',
  },
  panel: {
    title: 'Verschlüsselung',
    content: 'Verschlüsselung dieser Besprechung',
    protected:
      'Nur die Personen unten haben die Schlüssel dieser Besprechung. Der Dienst gibt weiter, was Sie sagen, zeigen und schreiben, und kann es nicht sehen, hören oder lesen.',
    settling:
      'Die Schlüssel dieser Besprechung werden vereinbart. Bis dahin wird nichts gesendet oder gezeigt, und es gibt keinen Sicherheitscode.',
    lost: 'Dieser Computer hat die Schlüssel dieser Besprechung nicht mehr. Es wird nichts gesendet oder gezeigt.',
    code: 'Sicherheitscode',
    compare:
      'Lesen Sie ihn gemeinsam vor: Sehen alle dieselben Ziffern, haben nur die Personen unten die Schlüssel, und wenn nicht, hat sie vielleicht noch jemand.',
    postQuantum: 'Die Schlüssel sind auch gegen Quantencomputer geschützt (X-Wing).',
    notPostQuantum:
      'Die Schlüssel sind nicht gegen Quantencomputer geschützt: Nicht jedes Programm derer, die hier waren, bietet das an, sagt der Dienst.',
    changes: 'Wer kam und ging',
    noChange: 'Seit Sie da sind, ist niemand gekommen oder gegangen.',
    members: 'Wer die Schlüssel hat',
    off: 'Was es nicht gibt',
  },
  code: {
    copy: 'Code kopieren',
    copied: 'Code kopiert',
    copyFailed: 'Der Code konnte nicht kopiert werden',
  },
  changed: {
    toast: 'Der Sicherheitscode hat sich geändert: {{what}}.',
    joined: 'beigetreten: {{names}}',
    left: 'gegangen: {{names}}',
    weaker: 'die Schlüssel sind nicht mehr gegen Quantencomputer geschützt',
    unverified: 'jemand, der nicht bestätigt werden konnte',
    others_one: '{{count}} weitere Person',
    others_other: '{{count}} weitere Personen',
  },
  fingerprint: {
    compare: 'Fingerabdruck vergleichen',
    compareWith: 'Fingerabdruck mit {{name}} vergleichen',
    title: 'Fingerabdruck mit {{name}}',
    how: 'Vergleichen Sie diese Ziffern auf einem Weg, dem Sie vertrauen, etwa persönlich oder am Telefon. Sieht {{name}} unter Ihrem Namen dieselben, hat jeder von Ihnen den Schlüssel des anderen.',
    lasts:
      'Sie bleiben in anderen Besprechungen gleich, bis sich jemand von Ihnen neu anmeldet oder den Computer wechselt. Die eines Gastes gelten für diese Besprechung.',
  },
  chat: {
    notice: 'Nachrichten sind Ende-zu-Ende verschlüsselt, und der Dienst bewahrt sie nicht auf.',
    checked:
      'Ihr eigener Computer prüft, was Sie schreiben, auf Schimpfwörter, Beleidigungen, Drohungen und Aufforderungen, sich etwas anzutun. Sonst prüft es niemand.',
  },
}
