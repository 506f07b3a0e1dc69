/** A service of its own process whose clients are ffmpeg: tests kill it. Says where it is, and where a producer's packets go. */
import { readConfig } from '../config.ts'
import { Service } from '../service.ts'
import { PlainMedia } from './plain-media.ts'

const media = await PlainMedia.create()
const service = await Service.create(readConfig(process.env), undefined, undefined, async () => media)
process.send?.({ origin: service.origin })
process.on('message', (producerId) => {
  if (typeof producerId === 'string') process.send?.({ producerId, destination: media.streams.get(producerId) })
})
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)))
// Without whoever started it, it is of no use.
process.once('disconnect', () => process.exit(1))
