/** When media was, by the sender reports of the media worker (RFC 3550 §6.4.1): both clocks at one moment. */
import { createSocket, type Socket } from 'node:dgram'
import { LOOPBACK } from './ports.ts'

export interface SenderReport {
  readonly ssrc: number
  readonly rtp: number
  /** ms since 1970, on the sender's clock */
  readonly at: number
}

const SENDER_REPORT = 200
const HEADER = 4
const REPORT_LENGTH = 28
/** s from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800
const ERA = 2 ** 32

/** ms since 1970 of an NTP time, whose seconds begin again in 2036. */
const timeOf = (seconds: number, fraction: number): number => {
  const since = seconds - NTP_EPOCH
  return ((since < 0 ? since + ERA : since) + fraction / ERA) * 1_000
}

/** The sender reports in a compound packet. What is none, is cut off or makes no sense is passed over. */
export const readSenderReports = (packet: Buffer): SenderReport[] => {
  const reports: SenderReport[] = []
  for (let at = 0; at + HEADER <= packet.length; ) {
    const end = at + HEADER + packet.readUInt16BE(at + 2) * 4
    if (packet.readUInt8(at) >> 6 !== 2 || end > packet.length) break
    if (packet.readUInt8(at + 1) === SENDER_REPORT && end - at >= REPORT_LENGTH) {
      const [ssrc, seconds, fraction, rtp] = [4, 8, 12, 16].map((field) => packet.readUInt32BE(at + field))
      reports.push({ ssrc: ssrc ?? 0, rtp: rtp ?? 0, at: timeOf(seconds ?? 0, fraction ?? 0) })
    }
    at = end
  }
  return reports
}

/** One port to which the reports about all streams of this service's recordings come. */
export class SenderReports {
  readonly port: number
  readonly #socket: Socket
  readonly #listeners = new Map<number, (report: SenderReport) => void>()

  private constructor(socket: Socket) {
    this.#socket = socket
    this.port = socket.address().port
    socket.on('message', (packet) => {
      for (const report of readSenderReports(packet)) this.#listeners.get(report.ssrc)?.(report)
    })
    // Reports that are lost are followed by others.
    socket.on('error', () => undefined)
  }

  static async open(): Promise<SenderReports> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, LOOPBACK, resolve)
    })
    socket.removeAllListeners('error')
    socket.unref()
    return new SenderReports(socket)
  }

  /** Tells of the stream until the returned function is called. */
  listen(ssrc: number, onReport: (report: SenderReport) => void): () => void {
    this.#listeners.set(ssrc, onReport)
    return () => {
      if (this.#listeners.get(ssrc) === onReport) this.#listeners.delete(ssrc)
    }
  }

  close(): void {
    this.#listeners.clear()
    this.#socket.close()
  }
}
