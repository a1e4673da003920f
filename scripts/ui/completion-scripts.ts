/** An option as shells complete it. */
export interface CompletedOption {
  readonly flags: readonly string[]
  readonly summary: string
  readonly takesValue?: boolean
  /** Its value is a reference of the catalog. */
  readonly takesRefs?: boolean
  readonly values: readonly string[]
}

/** A command as shells complete it. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** Of its first argument. */
  readonly values: readonly string[]
  readonly takesRefs: boolean
}

const REFS = '$(_kpi_refs)'

/** For bash 4 and later. Where nothing is known, it completes names of files. */
export function bashScript(tree: readonly CompletedCommand[]): string {
  const names = tree.map(command => command.name)
  const withValues = tree.flatMap(command =>
    command.options
      .filter(option => option.takesValue)
      .map(option => {
        const words = option.takesRefs ? REFS : option.values.join(' ')
        return `    ${option.flags.map(flag => `${command.name}:${flag}`).join('|')}) offered="${words}" ;;`
      }),
  )
  const options = tree.map(command => {
    const flags = command.options.flatMap(option => option.flags)
    return `      ${command.name}) offered="${flags.join(' ')}" ;;`
  })
  const values = tree
    .filter(command => command.takesRefs || command.values.length > 0)
    .map(command => `      ${command.name}) offered="${command.takesRefs ? REFS : command.values.join(' ')}" ;;`)
  return `# Completion of kpi, written by "kpi completion".
_kpi_refs() {
  if type -P kpi >/dev/null; then command kpi completion refs; else npx --no-install kpi completion refs; fi 2>/dev/null
}

_kpi() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= word offered=
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case $word in
      ${names.join('|')}) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case "\${command}:\${before}" in
${withValues.join('\n')}
    *)
    if [[ -z $command ]]; then offered="${names.join(' ')}"
    elif [[ $current == -* ]]; then case $command in
${options.join('\n')}
    esac
    else case $command in
${values.join('\n')}
    esac
    fi ;;
  esac
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$offered" -- "$current")
}

complete -o default -F _kpi kpi
`
}

/** For zsh, by way of its own reading of bash's completions. */
export function zshScript(tree: readonly CompletedCommand[]): string {
  const [first, ...rest] = bashScript(tree).split('\n')
  // zsh finds commands with "whence", and has no "type -P"
  const script = rest.join('\n').replace('type -P kpi', 'whence -p kpi')
  return `${first}\nautoload -U +X bashcompinit && bashcompinit\n${script}`
}

/** For fish. */
export function fishScript(tree: readonly CompletedCommand[]): string {
  const lines = ['# Completion of kpi, written by "kpi completion".', 'complete -c kpi -e']
  for (const {name, summary, options, values, takesRefs} of tree) {
    const within = `complete -c kpi -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
    lines.push(`complete -c kpi -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`)
    if (takesRefs) lines.push(`${within} -f -a '(kpi completion refs 2>/dev/null)'`)
    if (values.length > 0) lines.push(`${within} -f -a ${quoted(values.join(' '))}`)
    for (const option of options) {
      const flags = option.flags.map(flag => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
      const words = option.takesRefs ? '(kpi completion refs 2>/dev/null)' : option.values.join(' ')
      const value = option.takesValue ? (words === '' ? ' -r' : ` -x -a ${quoted(words)}`) : ''
      lines.push(`${within} ${flags.join(' ')}${value} -d ${quoted(option.summary)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
