/** The flags of the audit trail. */
import { resolve } from 'node:path';
import type { AuditConfig } from '../config.ts';
import type { Flag, Flags } from './flags.ts';
import { FlagError } from './output.ts';

export const AUDIT_DIRECTORY_FLAG: Flag = {
  name: 'audit-directory',
  value: 'DIR',
  help: 'where this node keeps its audit journal; else audit in the data directory, with PostgreSQL ./trent-data/audit',
};

export const AUDIT_FLAGS: readonly Flag[] = [
  AUDIT_DIRECTORY_FLAG,
  { name: 'audit-durability', value: 'MODE', default: 'sync', help: 'sync: no answer before its event is on the disk; async: answers do not wait, and a crash loses the last moments' },
  { name: 'audit-retention-days', value: 'DAYS', default: '90', help: 'days that events are kept' },
  { name: 'audit-retention-bytes', value: 'BYTES', help: 'and at most so many bytes of them: digits, or with K, M, G or T' },
  { name: 'audit-drop-undelivered', help: 'let retention drop what a trail has not delivered yet' },
];

export const auditOf = (flags: Flags): AuditConfig => ({
  directory: auditDirectoryOf(flags),
  durability: durabilityOf(flags),
  retentionDays: daysOf(flags),
  retentionBytes: bytesOf(flags),
  dropUndelivered: flags.isSet('audit-drop-undelivered'),
});

export function auditDirectoryOf(flags: Flags): string | undefined {
  const directory = flags.text('audit-directory');
  return directory === undefined ? undefined : resolve(directory);
}

function durabilityOf(flags: Flags): 'sync' | 'async' {
  const mode = flags.text('audit-durability');
  if (mode === 'sync' || mode === 'async') return mode;
  throw new FlagError(`${flags.shown('audit-durability')}: '${mode}' is not one of sync, async`);
}

/** A century. */
const DAYS_MAX = 36_525;

function daysOf(flags: Flags): number {
  const text = flags.text('audit-retention-days')!;
  const days = Number(text);
  if (/^\d{1,5}$/.test(text) && days >= 1 && days <= DAYS_MAX) return days;
  throw new FlagError(`${flags.shown('audit-retention-days')}: '${text}' is no number of days`, `a whole number from 1 to ${DAYS_MAX}`);
}

const UNITS: { readonly [letter: string]: number } = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function bytesOf(flags: Flags): number | undefined {
  const text = flags.text('audit-retention-bytes');
  if (text === undefined) return undefined;
  const [, digits, letter] = /^(\d{1,12})([KMGT]?)$/.exec(text) ?? [];
  const bytes = Number(digits) * UNITS[letter ?? '']!;
  if (digits !== undefined && bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new FlagError(`${flags.shown('audit-retention-bytes')}: '${text}' is no size`, 'for example 500M or 20G');
}
