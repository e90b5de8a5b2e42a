/** Running the real bin/trent. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(ROOT, 'bin', 'trent');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place of its own for data and control sockets, gone after the test; short, as socket paths must be. */
export class Sandbox {
  readonly directory = mkdtempSync(join(tmpdir(), 'trent-cli-'));
  readonly #children: ChildProcess[] = [];

  constructor(t: TestContext) {
    t.after(async () => {
      for (const child of this.#children.filter(isRunning)) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  start(args: readonly string[], variables: Record<string, string> = {}): ChildProcess {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: this.directory, env: this.#environment(variables), stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.push(child);
    return child;
  }

  async trent(args: readonly string[], variables: Record<string, string> = {}): Promise<Result> {
    return finished(this.start(args, variables));
  }

  /** Without the TRENT_… and AWS_… of whoever runs the tests. */
  #environment(variables: Record<string, string>): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(TRENT|AWS|XDG|npm)_/.test(name));
    return { ...Object.fromEntries(inherited), TMPDIR: this.directory, ...variables };
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

export async function finished(child: ChildProcess): Promise<Result> {
  const [stdout, stderr] = [gather(child.stdout!), gather(child.stderr!)];
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: stdout(), stderr: stderr() };
}

function gather(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => (text += piece));
  return () => text;
}

/** The variables of the export lines among `lines`. */
export function exported(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^export ([A-Z_]+)=(.*)$/gm)].map((found) => [found[1]!, found[2]!]));
}

export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: string;
  readonly variables: Record<string, string>;
  /** What it said on stderr until it was ready. */
  readonly said: string;
  /** Milliseconds from start to readiness. */
  readonly readyAfterMs: number;
  /** @returns exit code, and all that it said on stderr */
  stop(signal?: NodeJS.Signals): Promise<Result>;
}

/** Waits for the last of the export lines. @throws Error with what it said when it ends instead */
export async function served(child: ChildProcess): Promise<Served> {
  const started = performance.now();
  const [stdout, stderr] = [gather(child.stdout!), gather(child.stderr!)];
  const closed = once(child, 'close') as Promise<[number | null]>;
  const ready = new Promise<void>((resolve) => child.stdout!.on('data', () => /^export AWS_DEFAULT_REGION=.*\n/m.test(stdout()) && resolve()));
  const isReady = await Promise.race([ready.then(() => true), closed.then(() => false)]);
  if (!isReady) throw new Error(`it ended before it was ready: ${stderr()}`);
  const variables = exported(stdout());
  const url = variables['AWS_ENDPOINT_URL']!;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<Result> => {
    child.kill(signal);
    const [code] = await closed;
    return { code, stdout: stdout(), stderr: stderr() };
  };
  return { child, url, port: new URL(url).port, variables, said: stderr(), readyAfterMs: performance.now() - started, stop };
}
