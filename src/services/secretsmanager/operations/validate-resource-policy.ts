import type { RequestContext } from '../../../base/operation.ts';
import { accountAsk, present, secretAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { isPublic, mayPutAgain, storedPolicy } from '../policy.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import type { ValidationErrorsEntry } from '../types.ts';

/** Without a secret the policy alone is looked at. */
export const validateResourcePolicy = (sm: SecretsManager): Op<'ValidateResourcePolicy', Found | undefined> => ({
  async resolve(input, context) {
    if (input.SecretId === undefined) return { asks: [accountAsk('ValidateResourcePolicy', {}, context)], target: undefined };
    const target = await sm.secrets.find(input.SecretId, context.caller, context.now);
    const given = { SecretId: input.SecretId };
    return { asks: ['ValidateResourcePolicy', 'PutResourcePolicy'].map((action) => secretAsk(action, target, given, context)), target };
  },
  async run({ ResourcePolicy }, call) {
    if (call.target) present(call.target);
    const ValidationErrors = await errorsOf(sm, ResourcePolicy, call.target, call);
    return { PolicyValidationPassed: ValidationErrors.length === 0, ValidationErrors };
  },
});

async function errorsOf(
  sm: SecretsManager,
  text: string,
  found: Found | undefined,
  context: RequestContext,
): Promise<ValidationErrorsEntry[]> {
  try {
    const policy = await storedPolicy(sm.guard, text);
    const errors: ValidationErrorsEntry[] = [];
    if (isPublic(text)) errors.push({ CheckName: 'PublicPolicy', ErrorMessage: faults.publicPolicy().text });
    const mayPut = found === undefined || (await mayPutAgain(sm.guard, found, policy, context));
    if (!mayPut) errors.push({ CheckName: 'LockoutCheck', ErrorMessage: faults.LOCKED_OUT });
    return errors;
  } catch (error) {
    if (!faults.isRefusal(error)) throw error;
    return [{ CheckName: 'SyntaxCheck', ErrorMessage: error.text }];
  }
}
