/** A value that somebody put in the place of another, or changed, on the disk: it is not opened, and the operator is told. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { SSM } from '@aws-sdk/client-ssm';
import { boot, type Booted, REGION } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const KINDS = [
  { Type: 'String', Tier: 'Standard' },
  { Type: 'SecureString', Tier: 'Standard' },
  { Type: 'SecureString', Tier: 'Advanced' },
] as const;

const ssmOf = ({ trent, credentials }: Booted): SSM => new SSM({ endpoint: trent.url, region: REGION, credentials, maxAttempts: 1 });

test('values in the wrong place, or changed', async (t) => {
  const data = temporaryDirectory(t);
  const first = await boot({ location: { data }, rootKey: undefined });
  const ssm = ssmOf(first);
  for (const [i, kind] of KINDS.entries()) {
    for (const name of ['a', 'b', 'c']) await ssm.putParameter({ Name: `/t/${i}/${name}`, Value: `${name} ${i}`, ...kind });
  }
  ssm.destroy();
  await first.stop();
  const database = new DatabaseSync(join(data, 'trent.db'));
  const valueOf = database.prepare('select value from ssm_versions where path = ?');
  const put = database.prepare('update ssm_versions set value = ? where path = ?');
  for (const i of KINDS.keys()) {
    const [a, b] = ['a', 'b'].map((name) => Buffer.from(valueOf.get(`/t/${i}/${name}`)!['value'] as Uint8Array)) as [Buffer, Buffer];
    put.run(b, `/t/${i}/a`);
    a[a.length - 1]! ^= 1;
    put.run(a, `/t/${i}/b`);
  }
  database.close();
  const second = await boot({ location: { data }, rootKey: undefined });
  const again = ssmOf(second);
  for (const i of KINDS.keys()) {
    for (const name of ['a', 'b']) {
      const call = again.getParameter({ Name: `/t/${i}/${name}`, WithDecryption: true });
      const error = await call.then(() => undefined, (refusal: Error) => refusal);
      assert.equal(error?.name, 'InternalServerError', `/t/${i}/${name}`);
      assert.ok(second.reports.length > 0 && !JSON.stringify(second.reports.splice(0).map(String)).includes(`b ${i}`));
    }
    assert.equal((await again.getParameter({ Name: `/t/${i}/c`, WithDecryption: true })).Parameter!.Value, `c ${i}`);
  }
  again.destroy();
  await second.stop();
});
