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
export function labelsOf(stages: Stages, versionId: string): string[] {
  const labels: string[] = [];
  for (const [label, version] of stages) if (version === versionId) labels.push(label);
  return labels.sort();
}

/** Version id -> labels, of versions that have any. */
export function labelsByVersion(stages: Stages): { [versionId: string]: string[] } {
  const versions: { [versionId: string]: string[] } = {};
  for (const [label, versionId] of [...stages].sort(([one], [other]) => (one < other ? -1 : 1))) (versions[versionId] ??= []).push(label);
  return versions;
}

/**
 * A new version with exactly these labels, which are taken from where they were. The first of a secret is current, too.
 * @throws Fault LimitExceededException
 */
export function labelled(stages: Stages, versionId: string, labels: readonly string[]): Stages {
  const old = stages.get(CURRENT);
  const all = old === undefined ? [...labels, CURRENT] : labels;
  const next = new Map(stages);
  if (old !== undefined && old !== versionId && all.includes(CURRENT)) next.set(PREVIOUS, old);
  for (const label of all) next.set(label, versionId);
  if (next.size > LABELS_MAX) throw faults.tooManyLabels(LABELS_MAX);
  return next;
}

export const without = (stages: Stages, label: string): Stages => new Map([...stages].filter(([name]) => name !== label));

/** A rotation that is not complete: AWSPENDING is on another version than AWSCURRENT. */
export function pendingRotation(stages: Stages): string | undefined {
  const pending = stages.get(PENDING);
  return pending === stages.get(CURRENT) ? undefined : pending;
}
