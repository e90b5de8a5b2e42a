/**
 * Flags: a table of what there is, and one reader for command line and environment. Every flag that takes a value can
 * also be set as TRENT_NAME; what stands on the command line comes first, then what the command implies
 * (`trent dev`), then the environment, then the default.
 */
import { parseArgs } from 'node:util';
import { FlagError } from './output.ts';

export interface Flag {
  readonly name: string;
  /** What stands for the value in the help; absent: the flag takes none. */
  readonly value?: string;
  readonly default?: string;
  readonly help: string;
}

/** Where a value comes from; the higher wins. */
const RANKS = { variable: 1, implied: 2, flag: 3 } as const;

interface Given {
  readonly value: string;
  readonly from: keyof typeof RANKS;
}

export const variableOf = (name: string): string => `TRENT_${name.toUpperCase().replaceAll('-', '_')}`;

/** The flags of one command line, read. */
export class Flags {
  readonly #given: Map<string, Given>;
  readonly #defaults: Map<string, string>;
  readonly positionals: readonly string[];

  constructor(given: Map<string, Given>, table: readonly Flag[], positionals: readonly string[]) {
    this.#given = given;
    this.#defaults = new Map(table.flatMap((flag) => (flag.default === undefined ? [] : [[flag.name, flag.default]])));
    this.positionals = positionals;
  }

  /** The value or its default. */
  text(name: string): string | undefined {
    return this.#given.get(name)?.value ?? this.#defaults.get(name);
  }

  isSet(name: string): boolean {
    return this.#given.has(name);
  }

  /** `--port`, or `TRENT_PORT` when it was set there: for messages. */
  shown(name: string): string {
    return this.#given.get(name)?.from === 'variable' ? variableOf(name) : `--${name}`;
  }

  /**
   * Of two ways to say one thing, keeps the one of higher rank and forgets the other.
   * @throws FlagError when both come from the same place
   */
  choose(first: readonly string[], second: readonly string[]): void {
    const [one, other] = [this.#rank(first), this.#rank(second)];
    if (one === 0 || other === 0) return;
    if (one === other) throw new FlagError(`${this.#named(first)} and ${this.#named(second)} exclude each other`);
    for (const name of one < other ? first : second) this.#given.delete(name);
  }

  #rank(names: readonly string[]): number {
    return Math.max(
      ...names.map((name) => {
        const given = this.#given.get(name);
        return given ? RANKS[given.from] : 0;
      }),
    );
  }

  #named(names: readonly string[]): string {
    return names.filter((name) => this.isSet(name)).map((name) => this.shown(name)).join(', ');
  }
}

/** Strings that say no in an environment variable of a flag without value. */
const NO = ['', '0', 'false', 'no'];

/**
 * @param implied values that the command stands for
 * @throws FlagError for anything that is not in the table
 */
export function readFlags(
  args: readonly string[],
  table: readonly Flag[],
  environment: NodeJS.ProcessEnv,
  implied: { readonly [name: string]: string } = {},
): Flags {
  const given = new Map<string, Given>();
  for (const flag of table) {
    const set = environment[variableOf(flag.name)] ?? '';
    if (flag.value ? set !== '' : !NO.includes(set)) given.set(flag.name, { value: set, from: 'variable' });
  }
  for (const [name, value] of Object.entries(implied)) given.set(name, { value, from: 'implied' });
  const { values, positionals } = parse(args, table);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new FlagError(`--${name} needs a value`);
    given.set(name, { value: String(value), from: 'flag' });
  }
  return new Flags(given, table, positionals);
}

function parse(args: readonly string[], table: readonly Flag[]) {
  const options = Object.fromEntries(table.map((flag) => [flag.name, { type: flag.value ? ('string' as const) : ('boolean' as const) }]));
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw flagErrorOf(error as NodeJS.ErrnoException, args, table);
  }
}

function flagErrorOf(error: NodeJS.ErrnoException, args: readonly string[], table: readonly Flag[]): FlagError {
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const unknown = args.find((arg) => arg.startsWith('-') && !table.some((flag) => arg === `--${flag.name}` || arg.startsWith(`--${flag.name}=`)));
    return new FlagError(`unknown flag ${unknown?.split('=')[0] ?? ''}`, nearest(unknown ?? '', table));
  }
  const named = /--[a-z-]+/.exec(error.message)?.[0] ?? 'a flag';
  const wanted = table.find((flag) => `--${flag.name}` === named)?.value;
  return new FlagError(wanted ? `${named} needs a value: ${named} ${wanted}` : `${named} takes no value`);
}

/** A flag that begins like the unknown one, else where to look. */
function nearest(unknown: string, table: readonly Flag[]): string {
  const stem = unknown.replace(/^-+/, '').slice(0, 3);
  const found = stem.length === 3 ? table.find((flag) => flag.name.startsWith(stem)) : undefined;
  return found ? `did you mean --${found.name}?` : 'see --help for the flags of this command';
}
