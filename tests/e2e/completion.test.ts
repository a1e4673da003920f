import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, it} from 'vitest'
import {$} from 'zx'
import {program} from '../../scripts/cli.ts'
import {DESK, kpi, ROOT, temporaryFolder} from './command-line.ts'

const folder = temporaryFolder()
const script = join(folder, 'kpi.bash')

beforeAll(async () => {
  mkdirSync(join(folder, 'bin'))
  symlinkSync(join(ROOT, 'bin', 'kpi.mjs'), join(folder, 'bin', 'kpi'))
  writeFileSync(script, (await kpi(['completion', 'bash'])).stdout)
})

/** What bash offers for the last of these words, in the help-desk project. */
async function offers(...words: string[]): Promise<string[]> {
  const ask = `source ${script}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kpi; printf '%s\\n' "\${COMPREPLY[@]}"`
  const PATH = `${join(folder, 'bin')}:${process.env.PATH}`
  const {stdout} = await $({cwd: DESK, env: {...process.env, PATH}})`bash --norc --noprofile -ec ${ask} bash ${words}`
  return stdout.split('\n').filter(Boolean)
}

it('bash completes commands', async () => {
  expect(await offers('kpi', '')).toEqual(program.commands.map(command => command.name()))
  expect(await offers('kpi', 'li')).toEqual(['lineage', 'list'].sort((a, b) => order(a) - order(b)))
  expect(await offers('kpi', '--project', '/tmp', 'que')).toEqual(['query'])
})
const order = (name: string) => program.commands.findIndex(command => command.name() === name)

it('bash completes options of the command and of all commands, and their choices', async () => {
  expect(await offers('kpi', 'query', 'Desk-Card-1', '--ro')).toEqual(['--rolling'])
  expect(await offers('kpi', 'build', '--ro')).toEqual([])
  expect(await offers('kpi', 'build', '--sour')).toEqual(['--sources'])
  expect(await offers('kpi', 'diff', '--format', '')).toEqual(['text', 'json', 'markdown'])
  expect(await offers('kpi', 'new', 'm')).toEqual(['model'])
})

it('bash completes references of the project at hand, and nothing for other values', async () => {
  expect(await offers('kpi', 'show', 'Desk-Card-1')).toContain('Desk-Card-1')
  expect(await offers('kpi', 'query', 'Desk-C')).toEqual(
    (await kpi(['completion', 'refs'], DESK)).stdout.match(/^Desk-C.*$/gm),
  )
  expect(await offers('kpi', 'build', '--exclude', 'Desk-Card-1')).toContain('Desk-Card-1')
  expect(await offers('kpi', 'query', 'Desk-Card-1', '--from', 'De')).toEqual([])
})

it('the references are those of the catalog, and none where there is none', async () => {
  const {stdout} = await kpi(['completion', 'refs'], ROOT)
  const listed = JSON.parse((await kpi(['list', '--format', 'json'], ROOT)).stdout) as {ref: string}[]
  expect(stdout.split('\n').filter(Boolean).sort()).toEqual(listed.map(each => each.ref).sort())
  expect(await kpi(['completion', 'refs'], folder)).toEqual({status: 0, stdout: '', stderr: ''})
})
