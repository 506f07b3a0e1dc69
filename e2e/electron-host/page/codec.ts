/**
 * Structured clone as text. It is given to pages as source, so it can use nothing but its own body.
 *
 * The text is a table: what stands in it refers to other entries by number, so that cycles and shared objects survive.
 */

export interface FunctionPort {
  /** A function leaves: the number under which the other side may call it. */
  functionOut: (value: (...args: unknown[]) => unknown) => number
  /** A function of the other side. */
  functionIn: (id: number) => (...args: unknown[]) => unknown
  promiseOut: (value: Promise<unknown>) => number
  promiseIn: (id: number) => Promise<unknown>
}

export interface Codec {
  /** Throws DataCloneError for what can't be cloned. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/** Without a port, functions and promises can't be cloned, as over IPC. */
export function createCodec(port?: FunctionPort): Codec {
  type Entry = [type: string, ...rest: unknown[]]
  const { parse, stringify } = JSON
  const uncloneable = (): Error => new DOMException('An object could not be cloned.', 'DataCloneError')

  const toBase64 = (bytes: Uint8Array): string => {
    let text = ''
    for (let start = 0; start < bytes.length; start += 32_768) {
      text += String.fromCharCode(...bytes.subarray(start, start + 32_768))
    }
    return btoa(text)
  }
  const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

  const encode = (root: unknown): string => {
    const table: Entry[] = []
    const seen = new Map<unknown, number>()

    const put = (value: unknown): number => {
      const known = seen.get(value)
      if (known !== undefined) return known
      const index = table.length
      const entry: Entry = ['undefined']
      table.push(entry)
      if (typeof value === 'object' && value !== null) seen.set(value, index)
      entry.splice(0, 1, ...describe(value))
      return index
    }

    const describe = (value: unknown): Entry => {
      switch (typeof value) {
        case 'undefined':
          return ['undefined']
        case 'bigint':
          return ['bigint', String(value)]
        case 'number':
          return Number.isFinite(value) && !Object.is(value, -0)
            ? ['plain', value]
            : ['number', Object.is(value, -0) ? '-0' : String(value)]
        case 'function':
          if (port === undefined) throw uncloneable()
          return ['function', port.functionOut(value as (...args: unknown[]) => unknown)]
        case 'symbol':
          throw uncloneable()
        case 'object':
          return value === null ? ['plain', null] : describeObject(value)
        default:
          return ['plain', value]
      }
    }

    const describeObject = (value: object): Entry => {
      if (value instanceof Promise) {
        if (port === undefined) throw uncloneable()
        return ['promise', port.promiseOut(value)]
      }
      if (value instanceof Date) return ['date', value.getTime()]
      if (value instanceof RegExp) return ['regexp', value.source, value.flags]
      if (value instanceof Error) return ['error', value.name, value.message, value.stack]
      if (value instanceof Map) return ['map', [...value].map(([key, item]) => [put(key), put(item)])]
      if (value instanceof Set) return ['set', [...value].map(put)]
      if (value instanceof ArrayBuffer) return ['buffer', 'ArrayBuffer', toBase64(new Uint8Array(value))]
      if (ArrayBuffer.isView(value)) {
        const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name
        return ['buffer', name, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))]
      }
      if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) throw uncloneable()
      if (Array.isArray(value)) return ['array', value.map(put)]
      return ['object', Object.entries(value).map(([key, item]) => [key, put(item)])]
    }

    put(root)
    return stringify(table)
  }

  const decode = (text: string): unknown => {
    const table = parse(text) as Entry[]
    const made = new Map<number, unknown>()

    const get = (index: number): unknown => {
      if (made.has(index)) return made.get(index)
      const [type, ...rest] = table[index] ?? ['undefined']
      const value = make(index, type, rest)
      made.set(index, value)
      return value
    }

    const make = (index: number, type: string, [first, second, third]: unknown[]): unknown => {
      switch (type) {
        case 'plain':
          return first
        case 'bigint':
          return BigInt(first as string)
        case 'number':
          return Number(first)
        case 'date':
          return new Date(first as number)
        case 'regexp':
          return new RegExp(first as string, second as string)
        case 'function':
          return port?.functionIn(first as number)
        case 'promise':
          return port?.promiseIn(first as number)
        case 'error': {
          const error = new Error(second as string)
          error.name = first as string
          if (third !== undefined) error.stack = third as string
          return error
        }
        case 'buffer': {
          const bytes = fromBase64(second as string)
          if (first === 'ArrayBuffer') return bytes.buffer
          if (first === 'DataView') return new DataView(bytes.buffer)
          const constructors: Record<string, unknown> = {
            Int8Array,
            Uint8Array,
            Uint8ClampedArray,
            Int16Array,
            Uint16Array,
            Int32Array,
            Uint32Array,
            Float32Array,
            Float64Array,
            BigInt64Array,
            BigUint64Array,
          }
          const View = constructors[first as string] as new (buffer: ArrayBufferLike) => ArrayBufferView
          return new View(bytes.buffer)
        }
        case 'map': {
          const map = new Map<unknown, unknown>()
          made.set(index, map)
          for (const [key, item] of first as [number, number][]) map.set(get(key), get(item))
          return map
        }
        case 'set': {
          const set = new Set<unknown>()
          made.set(index, set)
          for (const item of first as number[]) set.add(get(item))
          return set
        }
        case 'array': {
          const array: unknown[] = []
          made.set(index, array)
          for (const item of first as number[]) array.push(get(item))
          return array
        }
        case 'object': {
          const object: Record<string, unknown> = {}
          made.set(index, object)
          for (const [key, item] of first as [string, number][]) {
            Object.defineProperty(object, key, { value: get(item), writable: true, enumerable: true, configurable: true })
          }
          return object
        }
        default:
          return undefined
      }
    }

    return get(0)
  }

  return { encode, decode }
}
