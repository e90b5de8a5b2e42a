/**
 * Staging labels: each is on one version at most. AWSCURRENT is the version that is read; AWSPREVIOUS goes by itself to
 * the one that loses it; AWSPENDING is on the version that a rotation makes.
 */
import * as faults from './faults.ts';
import type { Stages } from './secret-record.ts';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

/** Quotas of the user guide: labels over all versions of a secret. */
const LABELS_MAX = 20;

/** Labels of one version, in order of their names. */
export const labelsOf = (stages: Stages, versionId: string): string[] =>
  Object.keys(stages)
    .filter((label) => stages[label] === versionId)
    .sort();

/** Version id -> labels, of versions that have any. */
export function labelsByVersion(stages: Stages): { [versionId: string]: string[] } {
  const versions: { [versionId: string]: string[] } = {};
  for (const label of Object.keys(stages).sort()) (versions[stages[label]!] ??= []).push(label);
  return versions;
}

/**
 * A new version with exactly these labels, which are taken from where they were. The first of a secret is current, too.
 * @throws Fault LimitExceededException
 */
export function labelled(stages: Stages, versionId: string, labels: readonly string[]): Stages {
  const all = stages[CURRENT] === undefined && !labels.includes(CURRENT) ? [...labels, CURRENT] : labels;
  const next: { [label: string]: string } = { ...stages };
  const old = stages[CURRENT];
  if (all.includes(CURRENT) && old !== undefined && old !== versionId) next[PREVIOUS] = old;
  for (const label of all) next[label] = versionId;
  if (Object.keys(next).length > LABELS_MAX) throw faults.tooManyLabels(LABELS_MAX);
  return next;
}

export function without(stages: Stages, label: string): Stages {
  const { [label]: _gone, ...rest } = stages;
  return rest;
}

/** A rotation that is not complete: AWSPENDING is on another version than AWSCURRENT. */
export function pendingRotation(stages: Stages): string | undefined {
  const pending = stages[PENDING];
  return pending === undefined || pending === stages[CURRENT] ? undefined : pending;
}
