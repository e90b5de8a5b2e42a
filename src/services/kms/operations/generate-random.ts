import { randomBytes } from '../../../crypto/random.ts';
import { refuseRecipient } from '../cryptography.ts';
import * as faults from '../faults.ts';
import type { Op } from '../kms.ts';
import { withoutResource } from '../resources.ts';

export const generateRandom = (): Op<'GenerateRandom', undefined> => ({
  resolve: (input, context) => withoutResource('GenerateRandom', input, context),
  run(input) {
    refuseRecipient(input.Recipient);
    if (input.CustomKeyStoreId !== undefined) throw faults.unsupported('Trent does not support custom key stores yet.');
    if (input.NumberOfBytes === undefined) throw faults.validation('NumberOfBytes is required.');
    return { Plaintext: randomBytes(input.NumberOfBytes) };
  },
});
