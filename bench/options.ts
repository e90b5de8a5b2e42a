/** What the command line of `bench/run.ts` says. */
import { parseArgs } from 'node:util';

export const SCENARIOS = [
  'encrypt', 'decrypt', 'generate-data-key', 'generate-mac', 'describe-key', 'parameters', 'secrets', 'sign', 'key-generation', 'many-keys', 'policies', 'many-grants', 'many-parameters', 'audit', 'lookup-events',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface BenchOptions {
  readonly only: readonly Scenario[];
  readonly connections: number;
  readonly rounds: number;
  /** Length of one measured round. */
  readonly seconds: number;
  /** Load on each server before its first measured round, seconds per operation. */
  readonly warmUpSeconds: number;
  /** Distinct requests signed for each round. */
  readonly distinct: number;
  /** Keys in the large store of `many-keys`. */
  readonly keys: number;
  /** Grants on the key of `many-grants`, and users that they are for. */
  readonly grants: number;
  readonly users: number;
  /** Parameters in the large hierarchy of `many-parameters`. */
  readonly parameters: number;
  /** Events in the journal of `lookup-events`. */
  readonly events: number;
  /** Command that starts the server under test; `--data DIR --port 0` is added. */
  readonly server: readonly string[];
  /** Where the results go, as JSON. */
  readonly out: string;
}

const HELP = `usage: npm run bench -- [options]
  --only A,B         ${SCENARIOS.join(', ')}
  --quick            short rounds, little warm-up, a smaller key store: a smoke test, not a measurement
  --connections 32   keep-alive connections
  --rounds 6         measured rounds for each server
  --seconds 3        length of a round
  --warm-up 15       seconds of load on each server for each operation before it is measured
  --distinct 4096    distinct requests signed for each round
  --keys 1000000     keys in the large store of many-keys
  --grants 50000     grants on the key of many-grants
  --users 10000      users that these grants are for
  --parameters 1000000  parameters in the large hierarchy of many-parameters
  --events 10000000  events in the journal of lookup-events
  --server "CMD"     script and arguments that start another server (default "bin/trent serve")
  --out FILE         default bench-results.json
`;

const FLAGS = {
  help: { type: 'boolean' },
  quick: { type: 'boolean' },
  only: { type: 'string' },
  connections: { type: 'string' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  distinct: { type: 'string' },
  keys: { type: 'string' },
  grants: { type: 'string' },
  users: { type: 'string' },
  parameters: { type: 'string' },
  events: { type: 'string' },
  server: { type: 'string' },
  out: { type: 'string' },
} as const;

function positive(text: string | undefined, otherwise: number, flag: string): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`--${flag} takes a number above 0, not "${text}"`);
  return value;
}

function scenarios(text: string | undefined): readonly Scenario[] {
  if (text === undefined) return SCENARIOS;
  return text.split(',').map((name) => {
    const found = SCENARIOS.find((scenario) => scenario === name.trim());
    if (found === undefined) throw new RangeError(`--only knows ${SCENARIOS.join(', ')}; not "${name}"`);
    return found;
  });
}

/** @returns `undefined` after printing the help text. @throws RangeError or TypeError for a flag that cannot be read */
export function parseOptions(args: string[]): BenchOptions | undefined {
  const { values } = parseArgs({ args, options: FLAGS, strict: true });
  if (values.help) {
    process.stdout.write(HELP);
    return undefined;
  }
  const quick = values.quick === true;
  return {
    only: scenarios(values.only),
    connections: positive(values.connections, 32, 'connections'),
    rounds: positive(values.rounds, quick ? 3 : 6, 'rounds'),
    seconds: positive(values.seconds, quick ? 1 : 3, 'seconds'),
    warmUpSeconds: positive(values['warm-up'], quick ? 2 : 15, 'warm-up'),
    distinct: positive(values.distinct, quick ? 1024 : 4096, 'distinct'),
    keys: positive(values.keys, quick ? 20_000 : 1_000_000, 'keys'),
    grants: positive(values.grants, quick ? 2_000 : 50_000, 'grants'),
    parameters: positive(values.parameters, quick ? 20_000 : 1_000_000, 'parameters'),
    users: positive(values.users, quick ? 400 : 10_000, 'users'),
    events: positive(values.events, quick ? 200_000 : 10_000_000, 'events'),
    server: (values.server ?? 'bin/trent serve').split(' '),
    out: values.out ?? 'bench-results.json',
  };
}
