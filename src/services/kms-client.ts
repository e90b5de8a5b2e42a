/** The KMS client of an integrated service: calls go through the spine, with who calls for whom. */
import type { Caller } from '../base/caller.ts';
import type { Clock } from '../base/clock.ts';
import type { IntegratedService } from '../base/integrated-service.ts';
import { Fault } from '../base/errors.ts';
import { type KmsClient, KmsFault, type ServiceCall } from '../base/kms-client.ts';
import type { RequestContext } from '../base/operation.ts';
import { randomUuid, timeOrderedUuid } from '../crypto/random.ts';
import type { Operations } from './kms/types.ts';

export interface KmsClientParts {
  /** `Spine.call` */
  readonly perform: (service: string, operation: string, input: unknown, context: RequestContext) => Promise<unknown>;
  /** `serviceCaller` of authn/. */
  readonly serviceCaller: (principal: string, account: string, region: string) => Caller;
  /** `callerIn` of authn/. */
  readonly callerIn: (caller: Caller, region: string) => Caller;
  readonly clock: Clock;
}

export function kmsClientOf(service: IntegratedService, parts: KmsClientParts): KmsClient {
  const call = async <Name extends keyof Operations>(
    operation: Name,
    by: ServiceCall,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']> => {
    const context = contextOf(service, by, parts);
    try {
      return (await parts.perform('kms', operation, input, context)) as Operations[Name]['output'];
    } catch (error) {
      throw error instanceof Fault ? new KmsFault(error, context.requestId) : error;
    }
  };
  return {
    encrypt: async (by, input) => required(await call('Encrypt', by, input), 'KeyId', 'CiphertextBlob'),
    decrypt: async (by, input) => required(await call('Decrypt', by, input), 'KeyId', 'Plaintext'),
    generateDataKey: async (by, input) => {
      const answer = await call('GenerateDataKey', by, { ...input, KeySpec: 'AES_256' });
      return required(answer, 'KeyId', 'Plaintext', 'CiphertextBlob');
    },
    describeKey: async (by, input) => {
      const { KeyMetadata } = await call('DescribeKey', by, input);
      if (!KeyMetadata) throw new Error('KMS answered without KeyMetadata');
      return required(KeyMetadata, 'Arn', 'KeyManager');
    },
  };
}

function contextOf({ name, principal }: IntegratedService, by: ServiceCall, parts: KmsClientParts): RequestContext {
  const { serviceCaller, callerIn, clock } = parts;
  const now = clock.now();
  const ids = { requestId: randomUuid(), eventId: timeOrderedUuid(now), now };
  if ('onBehalfOf' in by) {
    const { origin, inner } = by.onBehalfOf;
    const caller = callerIn(by.onBehalfOf.caller, by.region ?? by.onBehalfOf.caller.region);
    return { ...ids, inner, caller, origin: { ...origin, secure: true, tls: undefined, host: undefined }, via: { name, principal } };
  }
  const { region, sourceArn, sourceAccount } = by.asItself;
  const origin = { sourceAddress: principal, secure: true, userAgent: principal, tls: undefined, host: undefined };
  const source = { arn: sourceArn, account: sourceAccount };
  return { ...ids, caller: serviceCaller(principal, sourceAccount, region), origin, via: { name, principal, source } };
}

/** Members that the operation always answers, whatever the model leaves open. */
function required<T extends object, Name extends keyof T>(answer: T, ...names: Name[]): { readonly [N in Name]-?: NonNullable<T[N]> } {
  for (const name of names) if (answer[name] == null) throw new Error(`KMS answered without ${String(name)}`);
  return answer as { readonly [N in Name]-?: NonNullable<T[N]> };
}
