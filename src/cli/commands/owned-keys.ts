/** `trent owned-keys`: the keys of the services themselves, which no API shows. */
import type { OwnedKeyFacts } from '../../base/integrated-service.ts';
import { DAY_MS } from '../../base/clock.ts';
import type { Command } from '../command.ts';
import { findServer } from '../find-server.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { FIND_NOTE, OPEN_FLAGS, withData } from './shared.ts';

export const ownedKeys: Command = {
  name: 'owned-keys',
  positionals: [],
  summary: 'list the AWS owned keys, with which the services protect what they keep',
  flags: OPEN_FLAGS,
  notes: [
    'No account sees these keys, and nobody their material. Their services rotate them; what was sealed before a rotation still opens. Uses are those of the key since it was made; a crash may lose the last ten seconds of them.',
    FIND_NOTE,
  ],
  example: [
    '$ trent owned-keys',
    'SERVICE  KEY          SPEC               AGE      ROTATED  NEXT        USES  FOR',
    'iam      access-keys  SYMMETRIC_DEFAULT  12 days  never    2027-11-14     3  secret access keys',
  ],
  run: listOwnedKeys,
};

const HEADINGS = ['SERVICE', 'KEY', 'SPEC', 'AGE', 'ROTATED', 'NEXT', 'USES', 'FOR'];
const USES = HEADINGS.indexOf('USES');

async function listOwnedKeys(flags: Flags, output: Output): Promise<number> {
  const server = await findServer(flags);
  const { keys, now } = server ? await server.ask({ command: 'owned-keys' }) : await withData(flags, async (data) => data.ownedKeys());
  const rows = [HEADINGS, ...keys.map((key) => cellsOf(key, now))];
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === USES ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)));
    output.out(cells.join('  ').trimEnd());
  }
  return 0;
}

function cellsOf({ service, name, spec, createdAt, rotatedAt, nextRotationAt, uses, description }: OwnedKeyFacts, now: number): string[] {
  const age = createdAt === undefined ? 'not yet' : days(now - createdAt);
  return [service, name, spec, age, day(rotatedAt), day(nextRotationAt), String(uses), description];
}

function days(milliseconds: number): string {
  const count = Math.max(0, Math.floor(milliseconds / DAY_MS));
  return count === 1 ? '1 day' : `${count} days`;
}

/** In UTC. */
const day = (moment: number | undefined): string => (moment === undefined ? 'never' : new Date(moment).toISOString().slice(0, 10));
