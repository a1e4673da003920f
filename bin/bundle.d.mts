/** The folder of this repository or package. */
export declare const ROOT: string

/** Bundles the engine unless that is done; gives the file that exports `main` of scripts/cli.ts. */
export declare function bundle(): Promise<string>
