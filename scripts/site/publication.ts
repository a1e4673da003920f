import {isHidden} from '../catalog/catalog.ts'
import type {Project} from '../compile/load.ts'
import type {PublishedFacts} from './exact/index.ts'

/** What a site shows beyond figures. */
export interface Publication {
  /** For exact figures of any period and filters; none where the project publishes no facts. */
  readonly facts?: PublishedFacts
  /** Dimensions of people, by whether their names are shown. */
  readonly names: readonly string[]
  readonly pseudonyms: readonly string[]
  /** Lists whose rows are shown. */
  readonly rows: readonly string[]
}

export function publication({catalog}: Project, facts: PublishedFacts | undefined): Publication {
  const people = Object.keys(catalog.dimensions).filter(name => catalog.dimensions[name]!.personal)
  return {
    ...(facts ? {facts} : {}),
    names: people.filter(name => !isHidden(catalog, name)),
    pseudonyms: people.filter(name => isHidden(catalog, name)),
    rows: catalog.publish.rows,
  }
}
