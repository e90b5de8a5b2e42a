/** What a command of `trent` is. */
import type { Flag, Flags } from './flags.ts';
import type { Output } from './output.ts';

export interface Command {
  /** As typed: `account create`. */
  readonly name: string;
  /** What stands after the name: `ID`, one word an argument. */
  readonly positionals: readonly string[];
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** Values that the command stands for; flags on the command line override them. */
  readonly implied?: { readonly [flag: string]: string };
  /** Worked example, as typed and as answered; `$ ` before what is typed. */
  readonly example: readonly string[];
  /** More to know, a paragraph an entry. */
  readonly notes?: readonly string[];
  /** @returns the exit code; mistakes are thrown as FlagError or UsageError */
  run(flags: Flags, output: Output): Promise<number>;
}
