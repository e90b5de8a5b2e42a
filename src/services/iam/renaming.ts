/** New names and paths for users and groups: ids stay, ARNs change. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import type { Unit } from '../../base/unit.ts';
import { entityResource, iamAsk } from './asks.ts';
import type { Entity } from './entities.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { EntityKind } from './tables.ts';

export interface NewPlace {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
}

/** Asks for what is there and, when the ARN changes, for what is to be. */
export async function resolveRenaming(
  iam: Iam,
  operation: 'UpdateUser' | 'UpdateGroup',
  kind: EntityKind,
  name: string,
  to: NewPlace,
  input: object,
  context: RequestContext,
): Promise<Resolved<Entity | undefined>> {
  const { account } = context.caller;
  const entity = await iam.entities.find(account, kind, name);
  const from = entityResource(iam, account, kind, name, entity);
  const arn = iam.entities.arnOf({ account, kind, name: to.name ?? name, path: to.path ?? entity?.path ?? '/' });
  const resources = arn === from.arn ? [from] : [from, { ...from, arn }];
  return { asks: resources.map((resource) => iamAsk(iam, operation, resource, input, context)), target: entity };
}

/** @throws Fault EntityAlreadyExistsException */
export async function rename(iam: Iam, unit: Unit, entity: Entity, to: NewPlace): Promise<void> {
  const { name, path } = { name: to.name ?? entity.name, path: to.path ?? entity.path };
  if (name === entity.name && path === entity.path) return;
  const holder = await iam.entities.named(entity.account, entity.kind, name);
  if (holder && holder.id !== entity.id) throw faults.entityExists(entity.kind, name);
  iam.entities.change(unit, entity, { name, path });
}
