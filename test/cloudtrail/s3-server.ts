/** s3rver (an S3-compatible server) as a process of its own, with one bucket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryDirectory } from '../support/temporary.ts';
import { BUCKET } from './support.ts';

const PROGRAM = join(import.meta.dirname, '../../node_modules/s3rver/bin/s3rver.js');

/** The one access key that s3rver knows. */
export const S3_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export interface S3Server {
  readonly endpoint: string;
  readonly port: string;
  /** Where it keeps what it is given: a file an object, with its metadata in another. */
  readonly directory: string;
  stop(): Promise<void>;
}

/** @param again a server that was stopped: with the same port and what it kept */
export async function startS3(t: TestContext, again?: S3Server): Promise<S3Server> {
  const directory = again?.directory ?? temporaryDirectory(t);
  mkdirSync(join(directory, BUCKET), { recursive: true });
  const args = ['-d', directory, '-a', '127.0.0.1', '-p', again?.port ?? '0', '--no-vhost-buckets'];
  const child = spawn(process.execPath, ['--no-deprecation', PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await portOf(child);
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  t.after(stop);
  return { endpoint: `http://127.0.0.1:${port}`, port, directory, stop };
}

function portOf(child: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const port = /listening on \S+:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.on('close', () => reject(new Error(`s3rver ended: ${text}`)));
  });
}
