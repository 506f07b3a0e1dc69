/** Was von einer Besprechung aufgezeichnet wird, wie es vor ihr und in ihr gesagt wird. */
export const recording = {
  state: {
    starting: 'Aufzeichnung beginnt',
    running: 'Aufzeichnung',
    paused: 'Aufzeichnung ist angehalten',
    interrupted: 'Aufzeichnung ist unterbrochen',
  },
  line: {
    starting: '{{name}} beginnt eine Aufzeichnung.',
    running: '{{name}} zeichnet diese Besprechung auf.',
    paused: 'Die Aufzeichnung, die {{name}} begonnen hat, ist angehalten.',
    interrupted: 'Die Aufzeichnung, die {{name}} begonnen hat, ist unterbrochen. Sie geht von selbst weiter, sobald es geht.',
  },
  own: {
    starting: 'Sie beginnen eine Aufzeichnung.',
    running: 'Sie zeichnen diese Besprechung auf.',
    paused: 'Die Aufzeichnung, die Sie begonnen haben, ist angehalten.',
    interrupted: 'Die Aufzeichnung, die Sie begonnen haben, ist unterbrochen. Sie geht von selbst weiter, sobald es geht.',
  },
  unnamed: {
    starting: 'Eine Aufzeichnung dieser Besprechung beginnt.',
    running: 'Diese Besprechung wird aufgezeichnet.',
    paused: 'Eine Aufzeichnung dieser Besprechung ist angehalten.',
    interrupted: 'Eine Aufzeichnung dieser Besprechung ist unterbrochen.',
  },
  compliance: 'Diese Besprechung wird aufgezeichnet, weil eine Organisation das für jemanden in ihr verlangt.',
  complianceMeaning:
    'Diese Aufzeichnung wird getrennt aufbewahrt. Nur die Compliance-Beauftragten der Organisation, die die Besprechung abhält, können sie öffnen.',
  notice:
    'Stimmen, Kameras und geteilte Bildschirme werden aufbewahrt, mit den Namen derer, die da waren. Wer in dieser Besprechung ist oder zu ihr eingeladen war, kann sie ansehen; Gäste, und andere, mit denen der Organisator sie teilt, wo die Organisation das erlaubt. Wenn Sie das nicht möchten, verlassen Sie die Besprechung.',
  link: 'Datenschutzhinweise',
  linkHint: 'Datenschutzhinweise (öffnen sich in Ihrem Browser)',
  details: 'Wer aufzeichnet',
  announce: {
    resumed: 'Die Aufzeichnung geht weiter.',
    stopped: 'Die Aufzeichnung ist beendet.',
    complianceStopped: 'Diese Besprechung wird nicht mehr für die Compliance aufgezeichnet.',
  },
  ahead: {
    unread: 'Inzwischen hat eine Aufzeichnung begonnen. Lesen Sie dies und treten Sie dann bei.',
    marked: 'Ihre Organisation verlangt, dass jede Besprechung aufgezeichnet wird, in der Sie sind.',
    consent: 'Sie werden gefragt, ob Sie zustimmen, bevor Mikrofon, Kamera oder Freigabe angehen.',
    stay: 'Sie können zurückgehen, ohne beizutreten.',
    leave: 'Sie können gehen, statt zu warten.',
  },
  consent: {
    title: 'Stimmen Sie der Aufzeichnung zu?',
    meaning: 'Solange Sie nicht zustimmen, bleiben Mikrofon, Kamera und Freigabe aus. Sie können zusehen, zuhören und schreiben.',
    takenBack: 'Sie können die Zustimmung jederzeit zurücknehmen. Was bis dahin aufgezeichnet wurde, bleibt.',
    agree: 'Zustimmen',
    notNow: 'Nicht jetzt',
    leave: 'Besprechung verlassen',
    agreed: 'Sie haben der Aufzeichnung zugestimmt.',
    notAgreed: 'Sie haben der Aufzeichnung nicht zugestimmt. Mikrofon, Kamera und Freigabe sind aus.',
    answer: 'Antworten',
    takeBack: 'Zurücknehmen',
  },
  panel: {
    title: 'Aufzeichnung',
    startedBy: 'Begonnen von {{name}} um {{time}}',
    started: 'Begonnen um {{time}}',
    nothing: 'Zurzeit wird nichts aufgezeichnet.',
    own: 'Ihre eigene Zustimmung',
    without: 'Nicht in der Aufzeichnung',
  },
  leftOut: {
    untold: 'Der Hinweis auf die Aufzeichnung wurde noch nicht gezeigt',
    asked: 'Hat noch nicht geantwortet, ob die Aufzeichnung recht ist',
    refused: 'Stimmt der Aufzeichnung nicht zu',
  },
  leftOutShort: { untold: 'Hinweis nicht gezeigt', asked: 'Noch keine Antwort', refused: 'Nicht zugestimmt' },
  menu: {
    start: 'Aufzeichnung beginnen',
    stop: 'Aufzeichnung beenden',
    pause: 'Aufzeichnung anhalten',
    resume: 'Aufzeichnung fortsetzen',
  },
}
