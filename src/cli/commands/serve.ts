/** `trent serve` and `trent dev`: a server until it is told to stop. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Trent, TrentConfig } from '../../config.ts';
import type { Command } from '../command.ts';
import { carryOut } from '../control-commands.ts';
import { serveControl, type ControlServer } from '../control-server.ts';
import { exportLines } from '../export-lines.ts';
import type { Flags } from '../flags.ts';
import { boxed, report, type Output } from '../output.ts';
import { configOf, IN_MEMORY, isLoopback, SERVE_FLAGS } from '../server-flags.ts';
import { removeServerFile, writeServerFile } from '../server-file.ts';
import { stopSignal } from '../stop-signal.ts';

export const serve: Command = {
  name: 'serve',
  positionals: [],
  summary: 'serve the AWS KMS API until SIGTERM or SIGINT',
  flags: SERVE_FLAGS,
  notes: [
    'Once it is ready, it prints the lines to paste into a shell, for an administrator made on first start. At SIGTERM it finishes the requests in flight and exits with 0.',
  ],
  example: [
    '$ trent serve --data ./trent-data --port 8736',
    'export AWS_ENDPOINT_URL=http://127.0.0.1:8736',
    'export AWS_ACCESS_KEY_ID=…',
    '…',
    'in another shell:',
    '$ eval "$(trent env --data ./trent-data)" && aws kms create-key',
  ],
  run: runServer,
};

export const dev: Command = {
  name: 'dev',
  positionals: [],
  summary: `short for serve --data ${IN_MEMORY} --auth off, for development and tests`,
  flags: SERVE_FLAGS,
  implied: { data: IN_MEMORY, auth: 'off' },
  notes: ['Any credentials are taken, and nothing is kept.'],
  example: ['$ trent dev --port 8736 --clock manual &', '$ aws --endpoint-url http://127.0.0.1:8736 kms create-key', '$ trent clock advance 30d', '$ trent reset'],
  run: runServer,
};

async function runServer(flags: Flags, output: Output): Promise<number> {
  const config = await withSeed(configOf(flags), flags);
  const stop = stopSignal();
  warn(config, output);
  const { startTrent } = await import('../../trent.ts');
  const trent = await startTrent(config);
  const control = await openControl(trent, output);
  await announce(trent, output);
  await stop;
  await shutDown(trent, control);
  return 0;
}

/** The parser is loaded only when there is a seed: starting is to be quick. */
async function withSeed(config: TrentConfig, flags: Flags): Promise<TrentConfig> {
  const file = flags.text('seed');
  if (file === undefined) return config;
  const { parseSeed } = await import('../seed-file.ts');
  return { ...config, seed: parseSeed(readFileSync(file, 'utf8'), file, config) };
}

function warn(config: TrentConfig, output: Output): void {
  if (config.audit?.durability === 'async') {
    output.note(
      boxed([
        'AUDIT TRAIL RELAXED (--audit-durability async): answers do not wait for their events.',
        'A crash of this machine loses the events of the last moments, and nobody will know which.',
      ]),
    );
  }
  if (config.auth === 'off') {
    const reach = isLoopback(config.host) ? 'Every program and every user of this machine' : `WHOEVER REACHES ${config.host}`;
    output.note(
      boxed([
        'EMULATOR MODE (--auth off): no signature is checked.',
        `${reach} can use, change and delete every key.`,
        'For development and tests alone.',
      ]),
    );
  } else if (!isLoopback(config.host) && config.tls === undefined) {
    output.note('trent: requests and answers, keys in plain text among them, cross the network unencrypted');
    output.note('hint: --tls-cert FILE --tls-key FILE, or --tls self-signed');
  }
}

/** Without control channel the server still serves; the commands that need it will say that they find none. */
async function openControl(trent: Trent, output: Output): Promise<ControlServer | undefined> {
  try {
    const control = await serveControl(
      trent.port,
      (request) => carryOut(trent, request),
      (error) => void report(error, output),
    );
    const directory = dataDirectory(trent.config);
    if (directory) writeServerFile(directory, { pid: process.pid, url: trent.url, control: control.path });
    return control;
  } catch (error) {
    output.note('trent: no control channel, so trent env, account, clock, reset and rotate-root-key will not find this server:');
    report(error, output);
    return undefined;
  }
}

const dataDirectory = ({ location }: TrentConfig): string | undefined =>
  'data' in location && location.data !== IN_MEMORY ? location.data : undefined;

async function announce(trent: Trent, output: Output): Promise<void> {
  const credentials = await trent.credentials();
  output.note(`trent: ready on ${trent.url}, ${keeping(trent.config)}. To use it, paste:`);
  const server = { url: trent.url, region: trent.config.region, certificateFile: trent.certificateFile };
  for (const line of exportLines(server, credentials)) output.out(line);
}

function keeping(config: TrentConfig): string {
  const directory = dataDirectory(config);
  if (directory) return `keeping data in ${relative('', directory) || '.'}`;
  return 'data' in config.location ? 'keeping nothing' : 'keeping data in PostgreSQL';
}

/** First nobody finds the server any more, then what was begun is finished. */
async function shutDown(trent: Trent, control: ControlServer | undefined): Promise<void> {
  const directory = dataDirectory(trent.config);
  if (directory) removeServerFile(directory, process.pid);
  await control?.close();
  await trent.stop();
}
