/** A piece of work that waits for others. */
export interface Task {
  readonly name: string
  readonly after: readonly string[]
  run(): Promise<void>
}

/**
 * Runs tasks, each after those it names (names without a task count as done), at most `limit` at a time. The first failure
 * stops new tasks; those under way are awaited, then it is thrown.
 */
export async function runTasks(tasks: readonly Task[], limit: number): Promise<void> {
  const names = new Set(tasks.map(task => task.name))
  const open = new Map(tasks.map(task => [task, new Set(task.after.filter(name => names.has(name)))]))
  const running = new Set<Promise<void>>()
  let failure: unknown
  let failed = false
  const start = (task: Task) => {
    open.delete(task)
    const work: Promise<void> = task
      .run()
      .then(
        () => {
          for (const before of open.values()) before.delete(task.name)
        },
        (error: unknown) => {
          if (!failed) failure = error
          failed = true
        },
      )
      .finally(() => running.delete(work))
    running.add(work)
  }
  while (!failed && (open.size > 0 || running.size > 0)) {
    for (const [task, before] of open) {
      if (running.size >= limit) break
      if (before.size === 0) start(task)
    }
    if (running.size === 0)
      throw new Error(`tasks wait for each other: ${[...open.keys()].map(task => task.name).join(', ')}`)
    await Promise.race(running)
  }
  await Promise.all(running)
  if (failed) throw failure
}
