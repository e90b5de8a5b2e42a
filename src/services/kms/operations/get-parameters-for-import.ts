import { HOUR_MS } from '../../../base/clock.ts';
import { importWrapping } from '../../../crypto/import-wrapping.ts';
import * as faults from '../faults.ts';
import { sealImportToken } from '../import-token.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';

const VALID_MS = 24 * HOUR_MS;

export const getParametersForImport = (kms: Kms): Op<'GetParametersForImport', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'GetParametersForImport'),
  async run(input, { target: key, now }) {
    const { WrappingAlgorithm, WrappingKeySpec } = input;
    if (key.row.origin !== 'EXTERNAL') throw faults.wrongOrigin(key.arn, key.row.origin);
    requireState(key, 'import');
    if (!importWrapping.allows(key.row.spec, WrappingAlgorithm, WrappingKeySpec)) {
      throw faults.validation(
        `Wrapping algorithm ${WrappingAlgorithm} with wrapping key spec ${WrappingKeySpec} is not valid for importing key material of key spec ${key.row.spec}.`,
      );
    }
    const { privateKey, publicKey } = await importWrapping.generateWrappingKey(WrappingKeySpec);
    const ParametersValidTo = now + VALID_MS;
    const parameters = { validUntil: ParametersValidTo, wrappingAlgorithm: WrappingAlgorithm, privateKey };
    const ImportToken = sealImportToken(kms.keyring, key, parameters);
    privateKey.fill(0);
    return { KeyId: key.arn, ImportToken, PublicKey: publicKey, ParametersValidTo };
  },
});
