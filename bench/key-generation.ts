/** Scenario: Encrypt's latency while a second client keeps RSA_4096 keys being generated; quiet rounds beside it. */
import type { Bench } from './bench.ts';
import { kmsClient } from './kms-client.ts';
import type { LoadResult } from './load-job.ts';
import type { Served } from './served.ts';
import { atLeast, atMost, summarise } from './summary.ts';
import type { ScenarioResult } from './summary.ts';
import { encrypt } from './workloads.ts';

const P99_MS = 20;
/** Key pairs under way at any time. */
const GENERATING = 2;

/** Runs `during` while key pairs are being made. @returns its result, and how many pairs became ready meanwhile */
async function whileGenerating<T>(trent: Served, wrappingKey: string, during: () => Promise<T>): Promise<{ result: T; pairs: number }> {
  const client = kmsClient(trent);
  let going = true;
  let pairs = 0;
  const lane = async (index: number): Promise<void> => {
    while (going) {
      // Half as KMS keys, half as data key pairs: the two ways that generate one.
      if (index % 2 === 0) await client.createKey('RSA_4096', 'SIGN_VERIFY');
      else await client.call('GenerateDataKeyPairWithoutPlaintext', { KeyId: wrappingKey, KeyPairSpec: 'RSA_4096' });
      if (going) pairs++;
    }
  };
  const lanes = Promise.all(Array.from({ length: GENERATING }, (_, index) => lane(index)));
  const result = await Promise.race([during(), lanes.then(() => Promise.reject(new Error('generation ended early')))]);
  going = false;
  await lanes;
  client.close();
  return { result, pairs };
}

export async function measureKeyGeneration(bench: Bench, trent: Served): Promise<ScenarioResult> {
  const { rounds, seconds, warmUpSeconds, distinct } = bench.options;
  const client = kmsClient(trent);
  const wrappingKey = await client.createKey();
  const bodies = await encrypt.prepare(client, distinct);
  client.close();
  const load = (time: number): Promise<LoadResult> =>
    bench.load(trent, { operation: encrypt.operation, bodies, seconds: time, credentials: trent.credentials });

  await load(warmUpSeconds);
  const quiet: LoadResult[] = [];
  const busy: LoadResult[] = [];
  let pairs = 0;
  for (let round = 0; round < rounds; round++) {
    quiet.push(await load(seconds));
    const generated = await whileGenerating(trent, wrappingKey, () => load(seconds));
    busy.push(generated.result);
    pairs += generated.pairs;
  }
  const during = summarise(busy);
  return {
    scenario: 'key-generation',
    rows: { 'encrypt, quiet': summarise(quiet), 'encrypt, RSA_4096 generating': during, generation: { pairs, rounds } },
    verdicts: [
      atMost('p99 of Encrypt while RSA_4096 keys are generated, ms', during.p99, P99_MS),
      atLeast('key pairs generated per round, so that there was something to measure', pairs / rounds, 1),
    ],
  };
}
