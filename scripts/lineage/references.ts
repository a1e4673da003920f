import type {Project} from '../compile/load.ts'

/** Every KPI that a definition names, in its order: parts of a KPI, columns of a table, lines of a chart. */
export function namedIn(project: Project, ref: string): string[] {
  const {kpis, components} = project.definitions
  const kpi = kpis.get(ref)
  if (kpi) return [...kpi.dependsOn]
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string' && kpis.has(value)) found.add(value)
    else if (Array.isArray(value)) for (const each of value) walk(each)
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) if (!TEXTS.has(key)) walk(each)
  }
  walk(components.get(ref))
  return [...found]
}

const TEXTS: ReadonlySet<string> = new Set(['name', 'description', 'note'])

/** What names what: of every KPI, the KPIs, charts and tables whose definition names it, in the catalog's order. */
export function usersOf(project: Project): Map<string, string[]> {
  const users = new Map<string, string[]>()
  const {kpis, components} = project.definitions
  for (const user of [...kpis.keys(), ...components.keys()])
    for (const ref of namedIn(project, user)) users.set(ref, [...(users.get(ref) ?? []), user])
  return users
}
