/** Calls within a request: their records are on the disk before the request is answered, and none of them is waited for alone. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ownerCaller } from '../../src/authn/service-principal.ts';
import { Fault } from '../../src/base/errors.ts';
import type { RequestContext } from '../../src/base/operation.ts';
import type { Trail } from '../../src/audit/trail.ts';
import { TrailUnavailable } from '../../src/audit/trail.ts';
import type { CompiledOperation } from '../../src/protocol/service.ts';
import { Spine, type SpineParts } from '../../src/request.ts';

const RAW = { remoteAddress: '127.0.0.1', secure: false, tls: undefined, requestId: 'r', method: 'POST', target: '/', headers: [], body: Buffer.alloc(0) };
const VIA = { name: 'ssm', principal: 'ssm.amazonaws.com' };

/** A spine of two operations: `outer` calls `inner` with the context that `within` makes of its own. */
function stage(within: (context: RequestContext) => RequestContext, end?: () => unknown) {
  const appended: PromiseWithResolvers<void>[] = [];
  const trail: Trail = {
    append() {
      appended.push(Promise.withResolvers<void>());
      return appended.at(-1)!.promise;
    },
    commit: () => Promise.resolve(),
    countUnrecorded: () => undefined,
  };
  const seen: string[] = [];
  const operation = (name: string, run: (context: RequestContext) => unknown): CompiledOperation =>
    ({
      service: 'ssm',
      name,
      handler: { resolve: () => ({ asks: [], target: undefined }), run: (_input: unknown, call: RequestContext) => run(call) },
      audit: { readOnly: true, describe: () => ({}) },
      decode: () => ({}),
      answer: () => ({ status: 200 }),
      refuse: (fault: Fault) => ({ status: fault.status, code: fault.code }),
      named: (fault: Fault) => fault,
    }) as never;
  const outer = operation('outer', async (context) => {
    await spine.call('kms', 'inner', {}, within(context));
    seen.push('inner returned');
    return end?.();
  });
  const inner = operation('inner', () => ({}));
  const parts = {
    router: { route: () => ({ operationOf: () => outer, refuse: outer.refuse, named: outer.named }), operation: () => inner },
    authenticate: () => ownerCaller('000000000000', 'us-east-1'),
    noteUse: () => undefined,
    authority: { authorise: () => Promise.resolve({}) },
    trail,
    clock: { now: () => 1 },
    report: () => undefined,
  } as unknown as SpineParts;
  const spine = new Spine(parts);
  const answer = spine.handle(RAW as never).then((response) => {
    seen.push('answered');
    return response as { status: number; code?: string };
  });
  return { answer, appended, seen };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const onBehalf = (context: RequestContext): RequestContext => ({ ...context, via: VIA });

describe('records of calls within a request', () => {
  test('the answer waits for both, the call for neither', async () => {
    const { answer, appended, seen } = stage(onBehalf);
    await turn();
    assert.deepEqual([seen, appended.length], [['inner returned'], 2]);
    appended[1]!.resolve();
    await turn();
    assert.deepEqual(seen, ['inner returned']);
    appended[0]!.resolve();
    assert.equal((await answer).status, 200);
  });

  test('a record that cannot be written refuses the request', async () => {
    const { answer, appended } = stage(onBehalf);
    await turn();
    appended[1]!.resolve();
    appended[0]!.reject(new TrailUnavailable('the disk is full'));
    assert.deepEqual(await answer, { status: 500, code: 'KMSInternalException' });
  });

  test('a refusal waits for both as well', async () => {
    const { answer, appended, seen } = stage(onBehalf, () => {
      throw new Fault('ValidationException', 'no');
    });
    await turn();
    appended[1]!.resolve();
    await turn();
    assert.deepEqual(seen, ['inner returned']);
    appended[0]!.resolve();
    assert.deepEqual(await answer, { status: 400, code: 'ValidationException' });
  });

  test('a call that no request stands behind waits itself', async () => {
    const { answer, appended, seen } = stage((context) => ({ ...context, via: VIA, inner: undefined }));
    await turn();
    assert.deepEqual([seen, appended.length], [[], 1]);
    appended[0]!.resolve();
    await turn();
    appended[1]!.resolve();
    assert.equal((await answer).status, 200);
  });
});
