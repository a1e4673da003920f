/** DuckDB's share of memory in a build; the rest of a 6 GB process is Node's and what DuckDB does not count. Larger work spills to disk. */
export const MEMORY: Readonly<Record<string, string>> = {memory_limit: '4GB'}
