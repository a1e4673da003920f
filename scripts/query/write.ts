import {writeFileSync} from 'node:fs'
import {writeWhole} from '../core/atomic-file.ts'
import {type AnyAnswer, columnsOf, type Shape} from './columns.ts'
import {writeParquet} from './parquet.ts'

/** Writes answers to a file, as Parquet or as a text: the whole file, or nothing of it. */
export function writeAnswers(
  file: string,
  how: 'parquet' | (() => string),
  {answers, shape}: {readonly answers: readonly AnyAnswer[]; readonly shape: Shape},
): Promise<void> {
  return writeWhole(file, draft =>
    how === 'parquet' ? writeParquet(draft, columnsOf(shape), answers) : writeFileSync(draft, how()),
  )
}
