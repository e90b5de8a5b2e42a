/** `bin/trent serve` as a process of its own, as somebody would start it: for what must survive, or end, a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { auditDirectoryOf } from './audit-directory.ts';

const BIN = join(import.meta.dirname, '../../bin/trent');

export interface Served extends AsyncDisposable {
  readonly child: ChildProcess;
  /** The export lines that it printed, as variables. */
  readonly variables: Record<string, string>;
  readonly url: string;
  /** All that it wrote to both streams until now. */
  output(): string;
  client(overrides?: KMSClientConfig): KMSClient;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Sends the signal. @returns `ended` */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

export interface ServeOptions {
  readonly variables?: Record<string, string>;
  /** What the process is started through, such as `['prlimit', '--fsize=…']`. */
  readonly through?: readonly string[];
}

/** @param args of `trent serve`, besides `--port 0`. @throws Error with its output when it ends before it is ready */
export async function serve(args: readonly string[], options: ServeOptions = {}): Promise<Served> {
  const command = [...(options.through ?? []), process.execPath, BIN, 'serve', '--port', '0', ...args, ...auditArguments(args)];
  const child = spawn(command[0]!, command.slice(1), { env: environment(options.variables), stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  await ready(child, ended, () => text);
  return handleOf(child, exported(text), ended, () => text);
}

function auditArguments(args: readonly string[]): string[] {
  const url = args[args.indexOf('--database-url') + 1];
  return args.includes('--database-url') && !args.includes('--audit-directory') ? ['--audit-directory', auditDirectoryOf(url!)] : [];
}

/** Where the control sockets lie, since a server that is killed leaves its own behind. Short, as socket paths must be. */
const CONTROL = mkdtempSync(join(tmpdir(), 'trent-served-'));
process.on('exit', () => rmSync(CONTROL, { recursive: true, force: true }));

/** Of the servers, and of commands that are to find them. Without the TRENT_… and AWS_… of whoever runs the tests. */
export function environment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TRENT|AWS|XDG)_/.test(name));
  return { ...Object.fromEntries(inherited), TMPDIR: CONTROL, ...variables };
}

/** The region's line under its second name is the last that is printed. */
const LAST_LINE = /^export AWS_DEFAULT_REGION=.*\n/m;

function ready(child: ChildProcess, ended: Promise<number | string>, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', () => LAST_LINE.test(output()) && resolve());
    child.on('error', reject);
    void ended.then((code) => reject(new Error(`trent serve ended with ${code}:\n${output()}`)));
  });
}

const exported = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^export ([A-Z_]+)=(.*)$/gm)].map((found) => [found[1]!, found[2]!]));

function handleOf(child: ChildProcess, variables: Record<string, string>, ended: Promise<number | string>, output: () => string): Served {
  const clients: KMSClient[] = [];
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  const fixed = { endpoint: variables['AWS_ENDPOINT_URL']!, region: variables['AWS_REGION']!, credentials, maxAttempts: 1 };
  const end = (signal: NodeJS.Signals): Promise<number | string> => {
    for (const client of clients) client.destroy();
    child.kill(signal);
    return ended;
  };
  return {
    child,
    variables,
    url: fixed.endpoint,
    output,
    client: (overrides = {}) => {
      const made = new KMSClient({ ...fixed, ...overrides });
      clients.push(made);
      return made;
    },
    ended,
    end,
    [Symbol.asyncDispose]: async () => void (await end('SIGKILL')),
  };
}
