import {build, type BuildArguments} from '../commands/build.ts'

export async function buildCommand(options: BuildArguments & {format: string}): Promise<void> {
  const summary = await build(options, event => {
    if (event.type === 'node') process.stderr.write(`${event.name} ${Math.round(event.ms)} ms\n`)
    else process.stderr.write(`${JSON.stringify(event)}\n`)
  })
  console.log(JSON.stringify(summary))
}
