/** `trent audit status`: whether the audit trail is written, indexed and delivered. */
import type { AuditStatus, TrailProgress } from '../../config.ts';
import type { Command } from '../command.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { FIND_FLAGS, FIND_NOTE, requireServer } from './shared.ts';

export const auditStatus: Command = {
  name: 'audit status',
  positionals: [],
  summary: 'show whether the audit trail is written, indexed and delivered, and what was refused without a record',
  flags: FIND_FLAGS,
  notes: [
    'Requests that fail authentication belong to no account, so no trail shows them; they are counted here, by their errors, since the server started.',
    FIND_NOTE,
  ],
  example: [
    '$ trent audit status',
    'journal     /srv/trent-data/audit/journal, segment 12, 31.2 MB in it',
    'writing     yes, each answer waits for the disk',
    'index       0.4 MB behind',
    'unrecorded  InvalidSignatureException 3',
    'trail       arn:aws:cloudtrail:us-east-1:000000000000:trail/orders, 0.2 MB behind, last delivery 2026-11-26T15:00:04Z',
  ],
  run: show,
};

const DURABILITY = {
  sync: 'each answer waits for the disk',
  async: 'answers do not wait for the disk',
  none: 'nothing is kept',
} as const;

async function show(flags: Flags, output: Output): Promise<number> {
  const server = await requireServer(flags);
  const status = await server.ask({ command: 'audit-status' });
  for (const [what, text] of linesOf(status)) output.out(`${what.padEnd(12)}${text}`);
  return status.writable ? 0 : 1;
}

function linesOf({ directory, segment, segmentBytes, writable, durability, unindexedBytes, unrecorded, trails }: AuditStatus): [string, string][] {
  const refused = Object.entries(unrecorded).map(([code, count]) => `${code} ${count}`);
  return [
    ['journal', `${directory}, segment ${segment}, ${megabytes(segmentBytes)} in it`],
    ['writing', writable ? `yes, ${DURABILITY[durability]}` : 'NO: requests are refused until it can be written again'],
    ['index', unindexedBytes === 0 ? 'up to date' : `${megabytes(unindexedBytes)} behind`],
    ['unrecorded', refused.length === 0 ? 'none' : refused.join(', ')],
    ...trails.map((trail): [string, string] => ['trail', trailText(trail)]),
  ];
}

function trailText({ trailArn, segmentsBehind, bytesBehind, deliveredAt, error }: TrailProgress): string {
  const whole = segmentsBehind === 0 ? '' : `${segmentsBehind} segments and `;
  const behind = whole === '' && bytesBehind === 0 ? 'up to date' : `${whole}${megabytes(bytesBehind)} behind`;
  const last = deliveredAt === undefined ? 'nothing delivered yet' : `last delivery ${new Date(deliveredAt).toISOString().slice(0, 19)}Z`;
  return `${trailArn}, ${behind}, ${last}${error === undefined ? '' : `, FAILING: ${error}`}`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
