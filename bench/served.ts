/** Starts a server as a user would, and reads from its output where it listens and with what credentials. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from './signer.ts';

export interface Served {
  readonly url: string;
  /** The process that answers: the one whose CPU time and memory count. */
  readonly pid: number;
  readonly credentials: Credentials;
  /** From the start of the process to its ready line, milliseconds. */
  readonly startUpMs: number;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Script and arguments, from the root of the project. */
  readonly command: readonly string[];
  readonly dataDir: string;
  /** Of the server: `--seed`, `seed.json`. */
  readonly flags?: readonly string[];
  /** Flags for node itself, such as `--cpu-prof`. */
  readonly nodeFlags?: readonly string[];
}

const ROOT = new URL('..', import.meta.url).pathname;
const NAMES = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'] as const;

/** The values of the printed `export NAME=value …` lines, once all of them are there. */
export function readExports(output: string): readonly [string, string, string, string] | undefined {
  const values = NAMES.map((name) => new RegExp(`\\b${name}=["']?([^\\s"']+)["']?\\s`).exec(output)?.[1]);
  return values.every((value) => value !== undefined) ? (values as [string, string, string, string]) : undefined;
}

/** @throws Error when the process ends before it is ready, with what it said on stderr; later messages are passed on */
export async function serve(options: ServeOptions): Promise<Served> {
  const startedAt = performance.now();
  const args = [...(options.nodeFlags ?? []), ...options.command, '--data', options.dataDir, '--port', '0', ...(options.flags ?? [])];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const [url, accessKeyId, secretAccessKey, region] = await ready(child);
  const startUpMs = performance.now() - startedAt;
  return {
    url,
    pid: servingPid(options.dataDir) ?? (child.pid as number),
    credentials: { accessKeyId, secretAccessKey, region },
    startUpMs,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function ready(child: ChildProcess): Promise<readonly [string, string, string, string]> {
  return new Promise((resolve, reject) => {
    let output = '';
    let complaint = '';
    const keep = (text: string): void => void (complaint += text);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const values = readExports(output);
      if (values === undefined) return;
      child.stderr?.off('data', keep).pipe(process.stderr);
      resolve(values);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready\n${complaint}`)));
  });
}

/** The launcher may have handed over to another process, which `server.json` names. */
function servingPid(dataDir: string): number | undefined {
  const file = join(dataDir, 'server.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { pid?: number }).pid;
}
