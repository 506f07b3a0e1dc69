/** Processes of the measurement, and questions to them: one object of asynchronous functions a process. */
import { type ChildProcess, fork } from 'node:child_process'

type Answers = Record<string, (argument: never) => unknown>

interface Question {
  id: number
  name: string
  argument: unknown
}
type Reply = { id: number; value: unknown } | { id: number; error: string }

/** Answers the parent's questions with `answers`, for as long as the parent lives. */
export const answerParent = (answers: Answers): void => {
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ id, name, argument }: Question) => {
    const reply = await Promise.resolve()
      .then(() => answers[name]?.(argument as never))
      .then(
        (value): Reply => ({ id, value }),
        (error: unknown): Reply => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
    process.send?.(reply)
  })
  process.send?.({ id: 0, value: undefined } satisfies Reply)
}

export class Child<A extends Answers> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #lastId = 0

  private constructor(child: ChildProcess) {
    this.#process = child
    child.on('message', (reply: Reply) => {
      this.#waiting.get(reply.id)?.(reply)
      this.#waiting.delete(reply.id)
    })
    child.on('exit', (code) => {
      for (const [id, settle] of this.#waiting) settle({ id, error: `the process ended with ${code}` })
    })
  }

  /** Starts `module` and waits until it answers. */
  static async start<A extends Answers>(module: URL, env: NodeJS.ProcessEnv = {}, execArgv: string[] = []): Promise<Child<A>> {
    const child = new Child<A>(
      fork(module, { execArgv, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    )
    await child.#answer(0)
    return child
  }

  async ask<N extends keyof A & string>(name: N, argument: Parameters<A[N]>[0]): Promise<Awaited<ReturnType<A[N]>>> {
    this.#lastId += 1
    const id = this.#lastId
    const answer = this.#answer(id)
    this.#process.send({ id, name, argument } satisfies Question)
    return (await answer) as Awaited<ReturnType<A[N]>>
  }

  stop(): void {
    this.#process.kill('SIGKILL')
  }

  async #answer(id: number): Promise<unknown> {
    const reply = await new Promise<Reply>((resolve) => this.#waiting.set(id, resolve))
    if ('error' in reply) throw new Error(reply.error)
    return reply.value
  }
}
