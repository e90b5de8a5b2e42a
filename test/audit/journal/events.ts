/** All events of a journal, read as indexing and delivery read them. */
import type { Journal } from '../../../src/audit/journal/journal.ts';
import { BEGINNING, parseEventLine, type Position } from '../../../src/audit/journal/format.ts';
import { type EventPiece, EventReader } from '../../../src/audit/journal/reader.ts';
import { FullLines } from '../../../src/audit/journal/short-lines.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';

export const recordsIn = ({ bytes, events, lineAt }: EventPiece): AuditRecord[] => {
  const records: AuditRecord[] = [];
  const lines = new FullLines(lineAt);
  for (let i = 0; i < events.length; i += 2) records.push(parseEventLine(lines.full(bytes.subarray(events[i], events[i + 1]), events[i]!)!.toString('utf8')));
  return records;
};

export async function eventsOf(journal: Journal, from: Position = BEGINNING): Promise<AuditRecord[]> {
  return eventsUpTo(journal.directory, await journal.settled(), from);
}

export async function eventsUpTo(directory: string, end: Position, from: Position = BEGINNING): Promise<AuditRecord[]> {
  const reader = new EventReader(directory, from);
  const records: AuditRecord[] = [];
  for (let piece = await reader.read(end); piece !== undefined; piece = await reader.read(end)) records.push(...recordsIn(piece));
  await reader.close();
  return records;
}
