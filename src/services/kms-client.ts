/** The KMS client of an integrated service: calls go through the spine, with who calls for whom. */
import type { Caller } from '../base/caller.ts';
import type { Clock } from '../base/clock.ts';
import type { IntegratedService } from '../base/integrated-service.ts';
import { Fault } from '../base/errors.ts';
import { type KmsClient, KmsFault, type ServiceCall } from '../base/kms-client.ts';
import type { CallingService, RequestContext } from '../base/operation.ts';
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
  const { name, principal } = service;
  const [once, again] = [{ name, principal }, { name, principal, again: true }];
  const call = <Name extends keyof Operations, Member extends keyof Operations[Name]['output']>(
    operation: Name,
    by: ServiceCall,
    input: Operations[Name]['input'],
    members: readonly Member[],
    via: CallingService = once,
  ): Promise<Answered<Operations[Name]['output'], Member>> => {
    const context = contextOf(via, by, parts);
    return parts.perform('kms', operation, input, context).then(
      (answer) => required(answer as Operations[Name]['output'], members),
      (error: unknown) => {
        throw error instanceof Fault ? new KmsFault(error, context.requestId) : error;
      },
    );
  };
  return {
    encrypt: (by, input) => call('Encrypt', by, input, ['KeyId', 'CiphertextBlob']),
    decrypt: (by, input) => call('Decrypt', by, input, OPENED),
    openDataKey: (by, input) => call('Decrypt', by, input, OPENED, again),
    generateDataKey: (by, input) =>
      call('GenerateDataKey', by, { ...input, KeySpec: 'AES_256' }, ['KeyId', 'Plaintext', 'CiphertextBlob']),
    async describeKey(by, input) {
      const { KeyMetadata } = await call('DescribeKey', by, input, ['KeyMetadata']);
      return required(KeyMetadata, ['Arn', 'KeyManager']);
    },
  };
}

const OPENED = ['KeyId', 'Plaintext'] as const;

function contextOf(via: CallingService, by: ServiceCall, parts: KmsClientParts): RequestContext {
  const { serviceCaller, callerIn, clock } = parts;
  const now = clock.now();
  const [requestId, eventId] = [randomUuid(), timeOrderedUuid(now)];
  if ('onBehalfOf' in by) {
    const { caller: asking, origin: { sourceAddress, userAgent }, inner } = by.onBehalfOf;
    const caller = callerIn(asking, by.region ?? asking.region);
    const origin = { sourceAddress, secure: true, userAgent, tls: undefined, host: undefined };
    return { caller, requestId, eventId, now, origin, inner, via };
  }
  const { region, sourceArn, sourceAccount } = by.asItself;
  const origin = { sourceAddress: via.principal, secure: true, userAgent: via.principal, tls: undefined, host: undefined };
  const source = { arn: sourceArn, account: sourceAccount };
  const caller = serviceCaller(via.principal, sourceAccount, region);
  return { caller, requestId, eventId, now, origin, inner: undefined, via: { ...via, source } };
}

type Answered<Answer, Member extends keyof Answer> = { readonly [Name in Member]-?: NonNullable<Answer[Name]> };

/** Members that the operation always answers, whatever the model leaves open. */
function required<Answer, Member extends keyof Answer>(answer: Answer, members: readonly Member[]): Answered<Answer, Member> {
  for (const member of members) if (answer[member] == null) throw new Error(`KMS answered without ${String(member)}`);
  return answer as Answered<Answer, Member>;
}
