/** What the records of many requests share, the resources of a key above all: its JSON is made once. */
import type { AuditResource, FoundBy } from '../../base/audit.ts';
import { recallOf } from '../../base/recall.ts';

const texts = new WeakMap<object, string>();
const lists = new WeakMap<readonly AuditResource[], KnownResources>();

export interface KnownResources {
  /** As CloudTrail shows them. */
  readonly json: string;
  readonly found: readonly FoundBy[];
}

/** The value, which must not change any more. */
export function shared<Value extends object>(value: Value): Value {
  texts.set(value, JSON.stringify(value));
  return value;
}

export const jsonOf = (value: object): string => texts.get(value) ?? JSON.stringify(value);

function sharedResources(resources: readonly AuditResource[]): readonly AuditResource[] {
  lists.set(resources, { json: resourcesJson(resources), found: shared(foundBy(resources)) });
  return resources;
}

/** The one thing that events are about; the same list for as long as it is in memory: what is made of it is kept with it. */
export const resourceOf = <Thing extends object>(read: (thing: Thing) => AuditResource): ((thing: Thing) => readonly AuditResource[]) =>
  recallOf((thing) => sharedResources([read(thing)]));

export const knownResources = (resources: readonly AuditResource[]): KnownResources | undefined => lists.get(resources);

export const resourcesJson = (resources: readonly AuditResource[]): string =>
  `[${resources.map(({ account, type, arn }) => `{"accountId":${JSON.stringify(account)},"type":"${type}","ARN":${JSON.stringify(arn)}}`).join(',')}]`;

/** Each once. */
export function foundBy(resources: readonly AuditResource[]): readonly FoundBy[] {
  const found: FoundBy[] = [];
  for (const { type, arn } of resources) if (!found.some(([, name]) => name === arn)) found.push([type, arn]);
  return found;
}
