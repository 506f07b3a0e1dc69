import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEAR, DeliveryOrder, GATHERING, PATIENCE, RENEWING, type Step, SWITCHING, TURN } from './delivery-order.ts'

/** Members who do what they are asked, unless they are silent; and a tree of leaves. */
class World {
  now = 0
  readonly costs = new Map<number, number>()
  readonly order = new DeliveryOrder({ addedAtOnce: 3, costOf: (leaf) => this.costs.get(leaf) ?? 1 })
  readonly leaves = new Map<number, string>()
  readonly steps: Step[] = []
  readonly silent = new Set<string>()
  readonly here = new Set<string>()
  readonly commits: number[] = []
  readonly committers: string[] = []
  proposal: Extract<Step, { do: 'propose' }> | undefined

  do(steps: readonly Step[]): void {
    for (const step of steps) {
      this.steps.push(step)
      if (step.do === 'found' && !this.silent.has(step.participant)) this.found(step.participant)
      if (step.do === 'propose') {
        this.proposal = step
        if (!this.silent.has(step.committer)) this.commit(step.committer)
      }
      if (step.do === 'ask' && !this.silent.has(step.participant)) this.commit(step.participant)
    }
  }

  found(participant: string): void {
    if (!this.order.mayFound(participant)) return
    this.leaves.clear()
    this.leaves.set(0, participant)
    this.do(this.order.founded(participant, this.now))
  }

  commit(by: string, refused: readonly string[] = []): void {
    const { epoch } = this.order
    if (epoch === undefined || !this.order.mayCommit(by, epoch)) return
    this.commits.push(epoch)
    this.committers.push(by)
    for (const leaf of this.proposal?.removes ?? []) this.leaves.delete(leaf)
    const added = (this.proposal?.adds ?? [])
      .filter((each) => !refused.includes(each))
      .map((participant) => {
        let leaf = 0
        while (this.leaves.has(leaf)) leaf += 1
        this.leaves.set(leaf, participant)
        return { participant, leaf }
      })
    const removed = this.proposal?.removes ?? []
    const renews = removed.length > 0 || added.length === 0
    this.do(this.order.committed(by, { added, removed, refused, renews }, this.now))
  }

  arrive(participant: string): void {
    this.here.add(participant)
    this.do(this.order.arrive(participant, this.now))
  }

  leave(participant: string): void {
    this.here.delete(participant)
    this.do(this.order.leave(participant, this.now))
  }

  /** Time passes, with a look at the order whenever it asks for one. */
  wait(ms: number): void {
    const until = this.now + ms
    for (let looks = 0; ; looks += 1) {
      if (looks > 10_000) throw new Error('it asks for looks without end')
      const { dueAt } = this.order
      if (dueAt === undefined || dueAt > until) break
      this.now = Math.max(this.now, dueAt)
      this.do(this.order.tick(this.now))
    }
    this.now = until
  }

  all<D extends Step['do']>(what: D): Extract<Step, { do: D }>[] {
    return this.steps.filter((step): step is Extract<Step, { do: D }> => step.do === what)
  }
}

const meetingOf = (...names: readonly string[]): World => {
  const world = new World()
  for (const name of names) world.arrive(name)
  world.wait(2_000)
  world.steps.length = 0
  world.commits.length = 0
  world.committers.length = 0
  return world
}

describe('DeliveryOrder', () => {
  it('has the first found the group, and lets the others in together', () => {
    const world = new World()
    for (const name of ['ada', 'bo', 'chen']) world.arrive(name)
    expect(world.all('found')).toEqual([{ do: 'found', participant: 'ada' }])
    world.wait(GATHERING.most)
    expect(world.all('propose')).toEqual([{ do: 'propose', adds: ['bo', 'chen'], removes: [], committer: 'ada' }])
    expect([...world.order.members]).toEqual([
      ['ada', 0],
      ['bo', 1],
      ['chen', 2],
    ])
  })

  it('has another found the group when the first is silent', () => {
    const world = new World()
    world.silent.add('ada')
    world.arrive('ada')
    world.arrive('bo')
    world.wait(PATIENCE)
    expect(world.all('found').map(({ participant }) => participant)).toEqual(['ada', 'bo'])
    expect(world.order.isIn('bo')).toBe(true)
  })

  it.each([
    ['nothing more comes', [0], GATHERING.quiet],
    ['something comes once more', [0, 200], 200 + GATHERING.quiet],
    ['something comes again and again', [0, 240, 480], GATHERING.most],
  ])('gathers changes while %s', (_what, times, at) => {
    const world = meetingOf('ada')
    const start = world.now
    for (const [index, time] of times.entries()) {
      world.wait(start + time - world.now)
      world.arrive(`p${index}`)
    }
    world.wait(start + at - world.now - 1)
    expect(world.all('propose')).toHaveLength(0)
    world.wait(1)
    expect(world.all('propose')).toHaveLength(1)
  })

  it('adds no more at once than fit into a commit', () => {
    const world = meetingOf('ada')
    for (let index = 0; index < 7; index += 1) world.arrive(`p${index}`)
    world.wait(GATHERING.most)
    expect(world.all('propose').map(({ adds }) => adds.length)).toEqual([3, 3, 1])
  })

  it('replaces a committer who is silent, and takes the first commit that comes', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    world.silent.add('ada').add('bo').add('chen')
    world.leave('chen')
    world.wait(GATHERING.quiet + PATIENCE)
    const first = world.all('propose')[0]?.committer ?? ''
    const second = world.all('ask')[0]?.participant ?? ''
    expect(new Set([first, second])).toEqual(new Set(['ada', 'bo']))
    const { epoch = -1 } = world.order
    expect(world.order.mayCommit(first, epoch)).toBe(true)
    world.commit(second)
    expect(world.order.mayCommit(first, epoch)).toBe(false)
    expect([...world.order.members.keys()].toSorted()).toEqual(['ada', 'bo'])
  })

  it('replaces a committer who leaves at once', () => {
    const world = meetingOf('ada', 'bo', 'chen', 'dara')
    for (const name of world.here) world.silent.add(name)
    world.leave('dara')
    world.wait(GATHERING.quiet)
    const committer = world.all('propose')[0]?.committer ?? ''
    world.leave(committer)
    expect(world.all('ask')).toHaveLength(1)
  })

  it('asks nobody who is not connected, and nobody for a commit who is not in', () => {
    const world = meetingOf('ada', 'bo')
    world.do(world.order.lose('ada', world.now))
    world.arrive('chen')
    world.wait(GATHERING.most)
    expect(world.all('propose')[0]?.committer).toBe('bo')
    expect(world.order.mayCommit('eve', world.order.epoch ?? -1)).toBe(false)
  })

  it('removes somebody again who was let in after they had left', () => {
    const world = meetingOf('ada', 'bo')
    world.silent.add('ada').add('bo')
    world.arrive('chen')
    world.wait(GATHERING.most)
    world.leave('chen')
    world.silent.clear()
    world.commit(world.all('propose')[0]?.committer ?? '')
    expect(world.all('propose').map(({ adds, removes }) => [adds, removes])).toEqual([
      [['chen'], []],
      [[], [2]],
    ])
    expect([...world.leaves.values()].toSorted()).toEqual(['ada', 'bo'])
  })

  it('sends somebody away whom two members refuse', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    for (const name of ['ada', 'bo', 'chen']) world.silent.add(name)
    world.arrive('eve')
    world.wait(GATHERING.quiet)
    const first = world.all('propose')[0]?.committer ?? ''
    world.commit(first, ['eve'])
    world.wait(1)
    const second = world.all('propose')[1]?.committer ?? ''
    expect(second).not.toBe(first)
    expect(world.all('refuse')).toHaveLength(0)
    world.commit(second, ['eve'])
    expect(world.all('refuse')).toEqual([{ do: 'refuse', participant: 'eve' }])
    world.wait(GATHERING.most)
    expect(world.all('propose')).toHaveLength(2)
  })

  it('switches when all are ready, or after a while', () => {
    const world = meetingOf('ada', 'bo')
    world.leave('bo')
    world.wait(GATHERING.quiet)
    const { epoch = -1 } = world.order
    expect(world.all('switch')).toHaveLength(0)
    world.do(world.order.ready('ada', epoch, world.now))
    expect(world.all('switch')).toEqual([{ do: 'switch', epoch }])
    world.arrive('chen')
    world.wait(GATHERING.quiet + SWITCHING)
    expect(world.all('switch')).toHaveLength(2)
  })

  it('has the dearest member renew their keys, now and then, while commits are dear', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    world.costs.set(1, DEAR + 10).set(2, DEAR + 1)
    world.wait(RENEWING)
    expect(world.all('propose')).toEqual([{ do: 'propose', adds: [], removes: [], committer: 'bo' }])
    world.costs.clear()
    world.wait(10 * RENEWING)
    expect(world.all('propose')).toHaveLength(1)
  })

  it('has everybody renew their keys in turn where nobody comes or goes', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    world.wait(TURN - 2_001)
    expect(world.all('propose')).toHaveLength(0)
    world.wait(5 * TURN + 2_001)
    const committers = world.all('propose').map(({ committer }) => committer)
    expect([committers.length, new Set(committers.slice(0, 3)).size, committers.slice(3)]).toEqual([6, 3, committers.slice(0, 3)])
    expect(world.all('propose').every(({ adds, removes }) => adds.length + removes.length === 0)).toBe(true)
    expect(world.commits).toHaveLength(6)
  })

  it('does not wait with that for somebody who is silent or cut off, who has their turn again later', () => {
    const world = meetingOf('ada', 'bo', 'chen', 'dara')
    world.do(world.order.lose('ada', world.now))
    world.silent.add('bo')
    world.wait(4 * (TURN + PATIENCE))
    expect([world.commits.length, new Set(world.committers)]).toEqual([4, new Set(['chen', 'dara'])])
    const asked = world.all('propose').map(({ committer }) => committer)
    expect([asked.includes('ada'), asked.filter((each) => each === 'bo').length]).toEqual([false, 2])
  })

  it('counts a removal as a renewal, not an addition, and renews nothing for one alone', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    world.wait(TURN / 2)
    world.leave('chen')
    world.wait(TURN / 4)
    world.arrive('dara')
    world.wait(TURN / 2)
    expect(world.all('propose').filter(({ adds, removes }) => adds.length + removes.length === 0)).toHaveLength(0)
    world.wait(TURN / 4 + 1_000)
    expect(world.all('propose').filter(({ adds, removes }) => adds.length + removes.length === 0)).toHaveLength(1)
    const alone = meetingOf('ada')
    alone.wait(3 * TURN)
    expect(alone.steps).toEqual([])
    expect(alone.order.dueAt).toBeUndefined()
  })

  it('starts over with all who are there, those first who are in', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    world.do(world.order.lose('chen', world.now))
    world.do([...world.order.startOver(world.now), ...world.order.arrive('dara', world.now)])
    world.wait(GATHERING.most)
    expect(world.all('found')).toEqual([{ do: 'found', participant: 'ada' }])
    expect([...world.order.members.keys()]).toEqual(['ada', 'bo', 'dara'])
    expect(world.order.isIn('chen')).toBe(false)
  })

  it('asks anew whoever was asked for the group that is given up', () => {
    const world = new World()
    world.silent.add('ada')
    world.arrive('ada')
    world.do([...world.order.startOver(world.now), ...world.order.arrive('dara', world.now)])
    expect(world.all('found').map(({ participant }) => participant)).toEqual(['ada', 'ada'])
    world.wait(PATIENCE)
    expect(world.all('found').at(-1)?.participant).toBe('dara')
  })

  it('gives the proposals up that somebody’s return made stale, and proposes them again', () => {
    const world = meetingOf('ada', 'bo', 'chen')
    for (const name of ['ada', 'bo', 'chen']) world.silent.add(name)
    world.arrive('dara')
    world.wait(GATHERING.quiet)
    const { epoch = -1 } = world.order
    expect(world.order.mayReturn('bo', epoch)).toBe(true)
    expect(world.order.mayReturn('eve', epoch)).toBe(false)
    world.do(world.order.returned('bo', 1, world.now))
    expect(world.order.mayCommit('ada', epoch)).toBe(false)
    expect(world.all('propose')).toHaveLength(2)
  })

  it('has a new group founded where nobody is left who could let anybody in', () => {
    const world = meetingOf('ada', 'bo')
    world.do(world.order.lose('ada', world.now))
    world.leave('bo')
    world.arrive('chen')
    expect(world.all('found')).toEqual([{ do: 'found', participant: 'chen' }])
    expect(world.order.isIn('ada')).toBe(false)
  })

  const act = fc.oneof(
    fc.record({ act: fc.constantFrom('arrive', 'leave', 'lose', 'back', 'hush', 'speak', 'late'), who: fc.nat(7) }),
    fc.record({ act: fc.constant('wait'), ms: fc.nat(3_000) }),
  )
  it('has everybody in the group who is there, and nobody else, whatever happens in between', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const world = new World()
        const lost = new Set<string>()
        const key = new Map<number, string>()
        let serial = 0
        for (const each of acts) {
          if (each.act === 'wait' && 'ms' in each) world.wait(each.ms)
          if (!('who' in each)) continue
          const name = key.get(each.who)
          if (each.act === 'arrive' && name === undefined) {
            serial += 1
            const fresh = `p${each.who}-${serial}`
            key.set(each.who, fresh)
            world.arrive(fresh)
          }
          if (name === undefined) continue
          if (each.act === 'leave') {
            key.delete(each.who)
            lost.delete(name)
            world.leave(name)
          }
          if (each.act === 'hush') world.silent.add(name)
          if (each.act === 'speak') world.silent.delete(name)
          // A commit or group that comes after somebody else was asked.
          if (each.act === 'late' && !lost.has(name)) {
            world.found(name)
            world.commit(name)
          }
          if (each.act === 'lose' && !lost.has(name)) {
            lost.add(name)
            world.do(world.order.lose(name, world.now))
          }
          if (each.act === 'back' && lost.delete(name)) {
            if (world.order.isIn(name)) world.do(world.order.comeBack(name, world.now))
            else {
              world.leave(name)
              serial += 1
              const fresh = `p${each.who}-${serial}`
              key.set(each.who, fresh)
              world.arrive(fresh)
            }
          }
        }
        world.silent.clear()
        for (const name of lost) world.leave(name)
        world.wait(30_000)
        expect(new Set(world.order.members.keys())).toEqual(new Set(world.here))
        if (world.here.size > 0) expect(new Set(world.leaves.values())).toEqual(world.here)
        for (const [name, leaf] of world.order.members) expect(world.leaves.get(leaf)).toBe(name)
      }),
      { numRuns: 400 },
    )
  })

  it('takes one commit of an epoch, and no epoch twice in one group', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ by: fc.nat(3), late: fc.boolean() }), { maxLength: 30 }), (attempts) => {
        const world = meetingOf('ada', 'bo', 'chen', 'dara')
        const names = ['ada', 'bo', 'chen', 'dara']
        for (const name of names) world.silent.add(name)
        let serial = 0
        for (const { by, late } of attempts) {
          serial += 1
          world.arrive(`p${serial}`)
          world.wait(GATHERING.most + (late ? PATIENCE : 0))
          world.commit(names[by] ?? '')
        }
        expect(new Set(world.commits).size).toBe(world.commits.length)
      }),
      { numRuns: 100 },
    )
  })
})
