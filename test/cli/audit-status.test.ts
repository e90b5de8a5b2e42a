/** What the operator is told of the audit trail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { Sandbox, served } from './support.ts';
import { refusal } from '../support/boot.ts';

test('trent audit status: that it is written and indexed, and what was refused without a record', async (t) => {
  const sandbox = new Sandbox(t);
  const server = await served(sandbox.start(['serve', '--port', '0']));
  const forged = { accessKeyId: server.variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: 'a'.repeat(40) };
  const client = new KMSClient({ endpoint: server.url, region: 'us-east-1', credentials: forged, maxAttempts: 1 });
  t.after(() => client.destroy());
  for (let count = 0; count < 2; count++) {
    assert.equal((await refusal(client.send(new ListKeysCommand({})))).name, 'InvalidSignatureException');
  }
  const { code, stdout } = await sandbox.trent(['audit', 'status', '--port', server.port]);
  assert.equal(code, 0);
  assert.match(stdout, /^journal {5}\S+\/trent-data\/audit\/journal, segment 1, \d+\.\d MB in it$/m);
  assert.match(stdout, /^writing {5}yes, each answer waits for the disk$/m);
  assert.match(stdout, /^unrecorded {2}InvalidSignatureException 2$/m);
  await server.stop();
  const gone = await sandbox.trent(['audit', 'status', '--port', server.port]);
  assert.deepEqual([gone.code, gone.stdout], [1, '']);
});
