/** SIGTERM while requests are in flight: each is answered, and the process ends with 0. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, head, RawConnection } from '../support/raw-connection.ts';
import { serve } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { keyIds } from './key-state.ts';

const SLOW = 6;
/** Takes the server long enough to be under way when the signal comes. */
const SLOW_KEY = JSON.stringify({ KeySpec: 'RSA_3072', KeyUsage: 'SIGN_VERIFY' });
const SMALL = JSON.stringify({ NumberOfBytes: 8 });

/** The server has read the head, and says that it wants the body: from here on it owes an answer. */
async function begin(port: number, operation: string, length: number): Promise<RawConnection> {
  const connection = await RawConnection.open(port);
  connection.send(head(operation, length, ['Expect: 100-continue']));
  await connection.until('HTTP/1.1 100 ');
  return connection;
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal}: what is in flight is answered and kept, then the process ends with 0`, async (t) => {
    const data = join(temporaryDirectory(t), 'data');
    await using served = await serve(['--data', data, '--auth', 'off']);
    const port = Number(new URL(served.url).port);
    const slow = await Promise.all(Array.from({ length: SLOW }, () => begin(port, 'CreateKey', SLOW_KEY.length)));
    for (const connection of slow) connection.send(SLOW_KEY);
    const half = await begin(port, 'GenerateRandom', SMALL.length);
    half.send(SMALL.slice(0, 5));
    const idle = await RawConnection.open(port);
    idle.send(call('GenerateRandom', { NumberOfBytes: 8 }));
    await idle.until(/"Plaintext"/);

    served.child.kill(signal);
    await idle.closed();
    half.send(SMALL.slice(5));
    const answers = await Promise.all([half, ...slow].map((connection) => connection.closed()));
    for (const answer of answers) assert.match(answer, /HTTP\/1\.1 200 /);
    for (const answer of answers) assert.match(answer, /connection: close/i);
    assert.equal(await served.ended, 0, served.output());
    await assert.rejects(RawConnection.open(port), { code: 'ECONNREFUSED' });

    await using again = await serve(['--data', data]);
    const made = answers.slice(1).map((answer) => /"KeyId":"([^"]+)"/.exec(answer)![1]!);
    assert.deepEqual((await keyIds(again.client())).sort(), made.sort());
  });
}
