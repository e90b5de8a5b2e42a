import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownerCaller } from '../../src/authn/service-principal.ts';
import type { Fault } from '../../src/base/errors.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import { Inbox } from '../../src/http/inbox.ts';
import type { CompiledOperation } from '../../src/protocol/service.ts';
import { Spine, type SpineParts } from '../../src/request.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('requests wait for the end of the turn, and begin in their order', async () => {
  const inbox = new Inbox();
  const begun: string[] = [];
  for (const name of ['a', 'b', 'c'] as const) inbox.add(() => begun.push(name));
  assert.equal(begun.length, 0);
  await turn();
  assert.equal(begun.join(), 'a,b,c');
  inbox.add(() => begun.push('d'));
  await turn();
  assert.equal(begun.join(), 'a,b,c,d');
});

test('of very many, those that came last wait for later turns', async () => {
  const inbox = new Inbox();
  const begun: number[] = [];
  for (let i = 0; i < 150; i++) inbox.add(() => begun.push(i));
  const after: number[] = [];
  for (let turns = 0; turns < 3; turns++) {
    await turn();
    after.push(begun.length);
    if (turns === 0) inbox.add(() => begun.push(150));
  }
  assert.deepEqual(after, [64, 128, 151]);
  assert.deepEqual(begun, Array.from({ length: 151 }, (_, i) => i));
});

const RAW: Omit<RawRequest, 'requestId'> = {
  remoteAddress: '127.0.0.1',
  secure: false,
  tls: undefined,
  method: 'POST',
  target: '/',
  headers: [],
  body: Buffer.alloc(0),
};

test('requests that came in together go through the spine a stage at a time', async () => {
  const log: string[] = [];
  const spine = new Spine(partsThatTell(log));
  const inbox = new Inbox();
  const answered = ['1', '2', '3'].map(
    (requestId) => new Promise((resolve) => inbox.add(() => spine.handle({ ...RAW, requestId }).then(resolve))),
  );
  await Promise.all(answered);
  const stages = ['authenticate', 'resolve', 'authorise', 'run', 'record', 'answer'];
  assert.deepEqual(log.map((line) => line.split(' ')[0]), stages.flatMap((stage) => [stage, stage, stage]));
});

/** A spine whose parts have everything there at once, and note when they are asked. */
function partsThatTell(log: string[]): SpineParts {
  const tells = <Result>(stage: string, result: Result) => (): Result => (log.push(stage), result);
  const operation = {
    service: 'ssm',
    name: 'GetParameter',
    handler: { resolve: tells('resolve', { asks: [], target: undefined }), run: tells('run', {}) },
    audit: { readOnly: true, describe: () => ({}) },
    decode: () => ({}),
    answer: tells('answer', { status: 200 }),
    refuse: (fault: Fault) => log.push(fault.message),
    named: (fault: Fault) => fault,
  } as unknown as CompiledOperation;
  return {
    router: { route: () => ({ operationOf: () => operation }) },
    authenticate: tells('authenticate', ownerCaller('000000000000', 'us-east-1')),
    noteUse: () => undefined,
    authority: { authorise: tells('authorise', {}) },
    trail: { append: tells('record', undefined), commit: () => Promise.resolve(), countUnrecorded: () => undefined },
    clock: { now: () => 1 },
    report: (error: unknown) => log.push((error as Error).stack!),
  } as unknown as SpineParts;
}
