/** The IAM service: its model and its operations, in families; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import { iamAudit } from './audit.ts';
import type { Iam, Op } from './iam.ts';
import model from './model.json' with { type: 'json' };
import { absent } from './operations/absent.ts';
import { accessKeys } from './operations/access-keys.ts';
import { account } from './operations/account.ts';
import { attachments } from './operations/attachments.ts';
import { boundaries } from './operations/boundaries.ts';
import { groups } from './operations/groups.ts';
import { inlinePolicies } from './operations/inline-policies.ts';
import { oidcProviders } from './operations/oidc-providers.ts';
import { policies } from './operations/policies.ts';
import { roles } from './operations/roles.ts';
import { simulation } from './operations/simulation.ts';
import { tags } from './operations/tags.ts';
import { unsupported } from './operations/unsupported.ts';
import { users } from './operations/users.ts';
import type { SimulatorTools } from './simulator.ts';
import type { Operations } from './types.ts';

export function iamService(iam: Iam, simulator: SimulatorTools): ServiceDefinition {
  const codec = { model: model as never, bodyBytesMax: () => BODY_BYTES_MAX };
  return { name: 'iam', ...codec, operations: operations(iam, simulator), audit: iamAudit };
}

/** A policy of 131,072 characters (the model's bound), each of which a form may have to escape; simulations hold several. */
const BODY_BYTES_MAX = 1_048_576;

type Table = { readonly [Name in keyof Operations]: Op<Name> };

function operations(iam: Iam, simulator: SimulatorTools): Table {
  return {
    ...absent(iam),
    ...accessKeys(iam),
    ...account(iam),
    ...attachments(iam),
    ...boundaries(iam),
    ...groups(iam),
    ...inlinePolicies(iam),
    ...oidcProviders(iam),
    ...policies(iam),
    ...roles(iam),
    ...simulation(iam, simulator),
    ...tags(iam),
    ...unsupported(iam),
    ...users(iam),
  };
}
