/** Documents of commands as they stand, run with the AWS CLI and openssl against `bin/trent serve`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { missing } from '../support/tools.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Below the time that a test file has, so that it can say where it stopped. */
const SCRIPT_MS_MAX = 120_000;
/** Printed before each block, so that its output can be told from the others'. */
const MARK = '--- trent walk-through block';

interface Block {
  /** Line in the document. */
  readonly at: number;
  readonly commands: string;
  /** What the document says that it prints; `…` stands for anything within a line. */
  readonly expected: string | undefined;
}

function blocksOf(markdown: string): Block[] {
  const fences = [...markdown.matchAll(/^```([a-z]*)\n([\s\S]*?)^```$/gm)];
  return fences.flatMap((fence, index) => {
    if (fence[1] !== 'sh') return [];
    const next = fences[index + 1];
    const at = markdown.slice(0, fence.index).split('\n').length;
    return [{ at, commands: fence[2]!, expected: next?.[1] === 'text' ? next[2] : undefined }];
  });
}

/** What a document starts besides ends with it. */
const ENDING = "trap 'exec 2> /dev/null; kill -9 $(jobs -p) || true; wait || true' EXIT\n";

const scriptOf = (blocks: readonly Block[]): string => ENDING + blocks.map((block) => `echo '${MARK}'\n${block.commands}`).join('');

const pattern = (line: string): RegExp =>
  new RegExp(`^${line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);

function compare(document: string, block: Block, printed: string): void {
  const where = `${document}, the block of line ${block.at}`;
  const expected = (block.expected ?? '').split('\n');
  const lines = printed.split('\n');
  if (block.expected === undefined) return assert.equal(printed, '', `${where} prints what the document does not show`);
  assert.equal(lines.length, expected.length, `${where} printed:\n${printed}`);
  expected.forEach((line, index) => assert.match(lines[index]!, pattern(line), where));
}

/** Commands find the server in `./trent-data`, as they do by default. */
const runScript = (script: string, cwd: string, served: Served) =>
  spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd,
    encoding: 'utf8',
    timeout: SCRIPT_MS_MAX,
    killSignal: 'SIGKILL',
    env: { PATH: `${join(ROOT, 'bin')}:${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`, HOME: cwd, TMPDIR: cwd, AWS_PAGER: '', AWS_EC2_METADATA_DISABLED: 'true', ...served.variables },
  });

const skip = missing('the AWS CLI', ['aws', '--version']) || missing('openssl 3', ['openssl', 'version']);

/** @param document `docs/walk-through.md` */
export function testDocument(document: string): void {
  test(`every command of ${document} does what the document says`, { skip }, async (t) => {
    const blocks = blocksOf(readFileSync(join(ROOT, document), 'utf8'));
    assert.ok(blocks.length >= 6, 'blocks of commands were found');
    const directory = temporaryDirectory(t);
    await using served = await serve(['--data', join(directory, 'trent-data')]);
    const { status, stdout, stderr } = runScript(scriptOf(blocks), directory, served);
    const printed = stdout.split(`${MARK}\n`).slice(1);
    assert.equal(status, 0, `stopped in the block of line ${blocks[printed.length - 1]?.at}:\n${printed.at(-1)}\n${stderr}`);
    blocks.forEach((block, index) => compare(document, block, printed[index]!));
    assert.equal(stderr, '', 'nothing was complained about');
  });
}
