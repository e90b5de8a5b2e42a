/**
 * A key from a passphrase: Argon2id (RFC 9106). The defaults are that document's second recommended option (64 MiB,
 * three passes, four lanes). The caller stores the parameters and the salt beside what it seals, so that they can be
 * raised later without locking anybody out.
 */
import { argon2 } from 'node:crypto';

export interface PassphraseParameters {
  readonly algorithm: 'argon2id';
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export const PASSPHRASE_PARAMETERS: PassphraseParameters = Object.freeze({
  algorithm: 'argon2id',
  memoryKib: 65_536,
  passes: 3,
  lanes: 4,
});

/** Random bytes to ask for; RFC 9106 3.1 recommends 16. */
export const PASSPHRASE_SALT_BYTES = 16;
/** Bounds of what is read back from storage: a damaged row must not take all memory, or none. */
const MEMORY_KIB = { min: 8_192, max: 4_194_304 };
const PASSES_MAX = 64;
const LANES_MAX = 64;

/**
 * 32 bytes, off the event loop. The passphrase is taken as UTF-8 in Unicode NFC, so that it does not depend on how a
 * keyboard composes accents.
 * @throws RangeError for parameters out of bounds or a short salt
 */
export function deriveFromPassphrase(
  passphrase: string,
  salt: Buffer,
  parameters: PassphraseParameters = PASSPHRASE_PARAMETERS,
): Promise<Buffer> {
  check(salt, parameters);
  const options = {
    message: passphrase.normalize('NFC'),
    nonce: salt,
    parallelism: parameters.lanes,
    tagLength: 32,
    memory: parameters.memoryKib,
    passes: parameters.passes,
  };
  return new Promise((resolve, reject) => {
    argon2(parameters.algorithm, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function check(salt: Buffer, { algorithm, memoryKib, passes, lanes }: PassphraseParameters): void {
  const ok =
    algorithm === 'argon2id' &&
    salt.length >= PASSPHRASE_SALT_BYTES &&
    within(memoryKib, MEMORY_KIB.min, MEMORY_KIB.max) &&
    within(passes, 1, PASSES_MAX) &&
    within(lanes, 1, LANES_MAX);
  if (!ok) throw new RangeError('passphrase parameters out of bounds');
}

const within = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;
