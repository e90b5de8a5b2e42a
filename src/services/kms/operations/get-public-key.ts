import { currentKey, resolveKey } from '../cryptography.ts';
import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { algorithmsOf } from '../metadata.ts';
import { requireState } from '../states.ts';

export const getPublicKey = (kms: Kms): Op<'GetPublicKey', KeyRecord> => ({
  resolve: resolveKey(kms, 'GetPublicKey'),
  run(_input, call) {
    const key = call.target;
    requireState(key, 'publicKey');
    if (!key.spec.publicKey) throw faults.unsupported();
    if (!key.current?.sealed) throw faults.pendingImport(key.arn);
    const { MacAlgorithms: _none, ...algorithms } = algorithmsOf(key);
    return {
      KeyId: key.arn,
      PublicKey: key.spec.publicKey(currentKey(kms, key, call.now)),
      CustomerMasterKeySpec: key.row.spec as never,
      KeySpec: key.row.spec,
      KeyUsage: key.row.key_usage,
      ...algorithms,
    };
  },
});
