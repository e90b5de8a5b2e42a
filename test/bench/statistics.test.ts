import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { median, Samples } from '../../bench/statistics.ts';

test('percentiles are by nearest rank', () => {
  const samples = new Samples();
  for (let value = 100; value >= 1; value--) samples.add(value);
  assert.deepEqual(samples.percentiles([0.01, 0.5, 0.99, 1]), [1, 50, 99, 100]);
  assert.deepEqual(new Samples().percentiles([0.5]), [Number.NaN]);
});

test('samples survive growth', () => {
  const samples = new Samples();
  for (let value = 0; value < 200_000; value++) samples.add(value);
  assert.equal(samples.count, 200_000);
  assert.deepEqual(samples.percentiles([0.5, 1]), [99_999, 199_999]);
});

test('the median lies in the middle and does not mind order', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const found = median(values);
      assert.ok(values.filter((value) => value < found).length <= values.length / 2);
      assert.ok(values.filter((value) => value > found).length <= values.length / 2);
    }),
  );
});
