import type {Source} from '../catalog/models.ts'

/** The staging view of a source: its columns in groups. */
export function stagingSql({name, columns, key}: Pick<Source, 'name' | 'columns' | 'key'>): string {
  const names = Object.keys(columns)
  const isMoment = (column: string) => /^(TIMESTAMP|DATE|TIME)$/.test(columns[column]!.type)
  const ids = names.filter(column => key.includes(column) || column.endsWith('_id'))
  const moments = names.filter(column => !ids.includes(column) && isMoment(column))
  const attributes = names.filter(column => !ids.includes(column) && !moments.includes(column))
  const groups = Object.entries({ids, attributes, timestamps: moments}).filter(([, each]) => each.length > 0)
  const list = groups.map(
    ([title, each]) => `        -- ${title}\n${each.map(column => `        ${column}`).join(',\n')}`,
  )
  return `with source as (

    select * from {{source "${name}"}}

),

renamed as (

    select

${list.join(',\n\n')}

    from source

)

select * from renamed
`
}

/** A model with the columns of another, and local twins of moments. */
export function transformedSql(from: string, columns: readonly string[], moments: readonly string[]): string {
  const name = from.slice(from.indexOf('_') + 1)
  const list = [
    ...columns.map(column => `${name}.${column}`),
    ...moments.map(column => `{{> local_time moment="${name}.${column}"}} as ${column}_local`),
  ]
  return `with ${name} as (

    select * from {{ref "${from}"}}

),

final as (

    select
${list.map(each => `        ${each}`).join(',\n')}
    from ${name}

)

select * from final
`
}
