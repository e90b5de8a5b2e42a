import type { RequestContext } from '../../../base/operation.ts';
import { timeOrderedUuid } from '../../../crypto/random.ts';
import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { listSecrets } from '../list.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { APIErrorType, BatchGetSecretValueRequest, GetSecretValueResponse, SecretValueEntry } from '../types.ts';

const RESULTS_DEFAULT = 20;

/** Each secret is read as by GetSecretValue: with its own leave, and an event of its own. */
export const batchGetSecretValue = (sm: SecretsManager): Op<'BatchGetSecretValue', undefined> => ({
  resolve(input, context) {
    const actions = input.Filters ? ['BatchGetSecretValue', 'ListSecrets'] : ['BatchGetSecretValue'];
    return { asks: actions.map((action) => accountAsk(action, {}, context)), target: undefined };
  },
  async run(input, call) {
    checkChoice(input);
    const count = input.MaxResults ?? RESULTS_DEFAULT;
    const listed = input.SecretIdList ? undefined : await listSecrets(sm, 'BatchGetSecretValue', input, count, call.caller);
    const ids = input.SecretIdList ?? listed!.listed.map(({ secret }) => secret.arn);
    const outcomes = await Promise.all(ids.map((SecretId) => read(sm, SecretId, call)));
    const SecretValues = outcomes.flatMap(({ value }) => value ?? []);
    const Errors = outcomes.flatMap(({ error }) => error ?? []);
    return { SecretValues, Errors, NextToken: listed?.NextToken };
  },
});

type Outcome = { readonly value?: SecretValueEntry; readonly error?: APIErrorType };

async function read(sm: SecretsManager, SecretId: string, context: RequestContext): Promise<Outcome> {
  try {
    return { value: (await sm.perform('GetSecretValue', { SecretId }, ownRequest(context))) as GetSecretValueResponse };
  } catch (error) {
    if (!faults.isRefusal(error)) throw error;
    return { error: { SecretId, ErrorCode: error.code, Message: error.text } };
  }
}

function checkChoice({ SecretIdList, Filters, MaxResults, NextToken }: BatchGetSecretValueRequest): void {
  if ((SecretIdList === undefined) === (Filters === undefined)) {
    throw faults.invalidParameter('You must include either SecretIdList or Filters, but not both.');
  }
  if (SecretIdList && (MaxResults !== undefined || NextToken !== undefined)) {
    throw faults.invalidParameter('MaxResults and NextToken can be used with Filters alone.');
  }
}

function ownRequest({ caller, requestId, now, origin }: RequestContext): RequestContext {
  return { caller, requestId, now, origin, eventId: timeOrderedUuid(now), inner: [] };
}
