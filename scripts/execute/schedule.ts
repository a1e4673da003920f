import {ProblemError} from '../core/problem.ts'

/** A piece of work that waits for others. */
export interface Task {
  readonly name: string
  readonly after: readonly string[]
  run(): Promise<void>
}

/** What became of tasks that were not done. */
export interface Outcome {
  /** Problems by task, in the order of the tasks, whichever was first. */
  readonly failed: ReadonlyMap<string, ProblemError>
  /** Tasks that were not begun, each with the failed one on account of which. */
  readonly skipped: ReadonlyMap<string, string>
}

export interface ScheduleOptions {
  /** Begin nothing more once a task has failed. */
  readonly failFast?: boolean
  /** Tasks that failed before these began: what comes after them is skipped. */
  readonly failed?: ReadonlyMap<string, ProblemError>
  /** Whether an error concerns more than its own task, so that no other can go on. Other errors than problems always do. */
  readonly concernsAll?: (error: ProblemError) => boolean
}

/**
 * Runs tasks, each after those it names (names without a task count as done), at most `limit` at a time. A task that fails with a
 * problem skips those that come after it, and no others. An error that is not its task's alone stops new tasks; those under way are
 * awaited, then it is thrown.
 */
export async function runTasks(tasks: readonly Task[], limit: number, options: ScheduleOptions = {}): Promise<Outcome> {
  const failed = new Map(options.failed)
  const skipped = new Map<string, string>()
  const names = new Set([...tasks.map(task => task.name), ...failed.keys()])
  const place = new Map(tasks.map((task, i) => [task, i]))
  const open = new Map(tasks.map(task => [task, new Set(task.after.filter(name => names.has(name)))]))
  const followers = new Map<string, Task[]>([...names].map(name => [name, []]))
  for (const [task, before] of open) for (const name of before) followers.get(name)!.push(task)
  const ready = [...open].filter(([, before]) => before.size === 0).map(([task]) => task)
  const running = new Set<Promise<void>>()
  let fatal: {readonly error: unknown} | undefined
  const skip = (task: Task, because: string) => {
    if (!open.delete(task)) return
    skipped.set(task.name, because)
    skipAfter(task.name, because)
  }
  const skipAfter = (name: string, because: string) => {
    for (const task of followers.get(name) ?? []) skip(task, because)
  }
  const fail = (name: string, error: unknown) => {
    if (!(error instanceof ProblemError) || options.concernsAll?.(error)) {
      fatal ??= {error}
      return
    }
    failed.set(name, error)
    skipAfter(name, name)
    if (options.failFast) for (const task of [...open.keys()]) skip(task, name)
  }
  const done = (name: string) => {
    const freed = (followers.get(name) ?? []).filter(task => {
      const before = open.get(task)
      before?.delete(name)
      return before?.size === 0
    })
    if (freed.length === 0) return
    ready.push(...freed)
    ready.sort((a, b) => place.get(a)! - place.get(b)!)
  }
  const start = (task: Task) => {
    open.delete(task)
    const work: Promise<void> = task
      .run()
      .then(
        () => done(task.name),
        (error: unknown) => fail(task.name, error),
      )
      .finally(() => running.delete(work))
    running.add(work)
  }
  for (const [name, error] of options.failed ?? []) fail(name, error)
  while (fatal === undefined && (open.size > 0 || running.size > 0)) {
    while (running.size < limit && ready.length > 0) {
      const task = ready.shift()!
      if (open.has(task)) start(task)
    }
    if (running.size === 0) {
      if (open.size === 0) break
      throw new Error(`tasks wait for each other: ${[...open.keys()].map(task => task.name).join(', ')}`)
    }
    await Promise.race(running)
  }
  await Promise.all(running)
  if (fatal !== undefined) throw fatal.error
  const inOrder = [...(options.failed ?? new Map()).keys(), ...tasks.map(task => task.name)]
  return {failed: ordered(failed, inOrder), skipped: ordered(skipped, inOrder)}
}

function ordered<V>(values: ReadonlyMap<string, V>, names: readonly string[]): Map<string, V> {
  return new Map(names.flatMap(name => (values.has(name) ? [[name, values.get(name)!] as const] : [])))
}
