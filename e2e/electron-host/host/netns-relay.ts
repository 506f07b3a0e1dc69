/**
 * Runs inside a network namespace and joins it to the outside: on a Unix socket, which no namespace bounds, it takes connections to
 * loopback ports of the namespace (`<port>\n` first); and each `<port>:<address>:<port>` that it is given becomes a loopback port
 * in the namespace that leads out over the namespace's own network. Ends with its standard input.
 */
import { connect, createServer, type Socket } from 'node:net'

const [socketPath, ...forwards] = process.argv.slice(2)

const join = (from: Socket, to: Socket): void => {
  from.pipe(to).pipe(from)
  from.on('error', () => to.destroy())
  to.on('error', () => from.destroy())
  from.on('close', () => to.destroy())
  to.on('close', () => from.destroy())
}

createServer((outer) => {
  outer.once('data', (first: Buffer) => {
    outer.pause()
    const end = first.indexOf('\n')
    const inner = connect(Number(first.subarray(0, end).toString()), '127.0.0.1')
    inner.write(first.subarray(end + 1))
    join(outer, inner)
  })
}).listen(socketPath, () => process.stdout.write('ready\n'))

for (const forward of forwards) {
  const [port, address, target] = forward.split(':')
  createServer((inner) => join(inner, connect(Number(target), address))).listen(Number(port), '127.0.0.1')
}

process.stdin.resume().on('end', () => process.exit(0))
