/** `trent audit verify`: whether the audit journal is whole, and where it is not. */
import { type Verdict, verifyJournal } from '../../audit/journal/verify.ts';
import type { Problem } from '../../audit/journal/verify-segment.ts';
import type { AuditEvidence } from '../../config.ts';
import { AUDIT_DIRECTORY_FLAG, auditDirectoryOf } from '../audit-flags.ts';
import type { Command } from '../command.ts';
import { findServer } from '../find-server.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { FIND_NOTE, OPEN_FLAGS, withData } from './shared.ts';

export const auditVerify: Command = {
  name: 'audit verify',
  positionals: [],
  summary: 'verify the audit journal: that no event was changed, removed, added or moved',
  flags: [...OPEN_FLAGS, AUDIT_DIRECTORY_FLAG],
  notes: [
    'Every batch is chained to the one before, every file ends in a digest that the cloudtrail service has signed, and the newest digest is kept in the database too. What was written since the newest digest is chained, and signed within the hour or when the server stops. The exit code is 1 when something is wrong.',
    FIND_NOTE,
  ],
  example: [
    '$ trent audit verify --data ./trent-data',
    '0000000003.log, batch 812 (lines 30112 to 30176): it was changed after it was sealed',
    'journal 5d0c…: segments 1 to 4, 104311 events in 2214 batches, 2026-11-20T08:12:44Z to 2026-11-20T11:40:02Z',
    'trent: the audit journal is NOT whole: 1 problem',
  ],
  run: verify,
};

async function verify(flags: Flags, output: Output): Promise<number> {
  const evidence = await evidenceOf(flags);
  const keys = evidence.keys.map(({ fingerprint, pkcs1 }) => ({ fingerprint, pkcs1: Buffer.from(pkcs1, 'base64') }));
  const verdict = await verifyJournal({ ...evidence, keys });
  for (const problem of verdict.problems) output.out(textOf(problem));
  for (const note of verdict.notes) output.out(note);
  output.out(summaryOf(verdict, evidence.directory));
  output.note(conclusionOf(verdict.problems.length));
  return verdict.problems.length === 0 ? 0 : 1;
}

async function evidenceOf(flags: Flags): Promise<AuditEvidence> {
  const server = await findServer(flags);
  if (server) return server.ask({ command: 'audit-evidence' });
  return withData(flags, (data) => data.auditEvidence(auditDirectoryOf(flags)));
}

const textOf = ({ place, where, what }: Problem): string => `${place}${where === undefined ? '' : `, ${where}`}: ${what}`;

function summaryOf({ journal, first, last, lastSigned, records, batches, startTime, endTime }: Verdict, directory: string): string {
  if (journal === undefined) return `there is no journal in ${directory}`;
  const events = `${records} events in ${batches} batches, ${timeText(startTime)} to ${timeText(endTime)}`;
  const signed = lastSigned === last ? 'all signed' : lastSigned === undefined ? 'none signed yet' : `signed up to segment ${lastSigned}`;
  return `journal ${journal}: segments ${first} to ${last}, ${events}; ${signed}`;
}

const timeText = (time: number | undefined): string => (time === undefined ? '?' : `${new Date(time).toISOString().slice(0, 19)}Z`);

const conclusionOf = (problems: number): string =>
  problems === 0 ? 'trent: the audit journal is whole' : `trent: the audit journal is NOT whole: ${problems} ${problems === 1 ? 'problem' : 'problems'}`;
