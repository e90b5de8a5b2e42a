/** What a seed file asks of the services is asked as anybody would: through the spine, as the account's own root. */
import { ownerCaller } from '../authn/service-principal.ts';
import { randomUuid, timeOrderedUuid } from '../crypto/random.ts';
import type { Spine } from '../request.ts';

const ORIGIN = { sourceAddress: '127.0.0.1', secure: true, userAgent: 'trent seed', host: undefined, tls: undefined };

/** @returns what calls one operation for an account in a region */
export const askForOwner =
  (perform: Spine['call'], service: string, operation: string, now: number) =>
  (account: string, region: string, input: object): Promise<unknown> => {
    const ids = { requestId: randomUuid(), eventId: timeOrderedUuid(now) };
    return perform(service, operation, input, { ...ids, caller: ownerCaller(account, region), now, origin: ORIGIN });
  };
