/** ML_DSA_44, ML_DSA_65, ML_DSA_87 (FIPS 204): hedged, empty context; material is PKCS#8 with the 32-byte seed (RFC 9881). */
import { CryptoRefusal, type KeySpecRow, type MessageType } from './contract.ts';
import { generateInPool, KeyPair, keyPairOf, publicKeyDer, signInPool, verifyInPool, type MlDsaName } from './key-pair.ts';
import { runSlow } from './slow-pool.ts';

const ALGORITHM = 'ML_DSA_SHAKE_256';
const MU_BYTES = 64;

export function mlDsaRow(spec: string, name: MlDsaName): KeySpecRow {
  return {
    spec,
    symmetric: false,
    usages: { SIGN_VERIFY: [ALGORITHM] },
    importable: false,
    dataKeyPair: false,
    generate: () => generateInPool(name),
    load: (material) => new KeyPair(spec, material),
    publicKey: (key) => publicKeyDer(key, spec),
    async sign(key, algorithm, type, message) {
      const { privateKey } = keyPairOf(key, spec);
      if (isWhole(algorithm, type, message)) return signInPool(null, message, privateKey);
      return runSlow({ scheme: 'mlDsaMu', spec, key: privateKey, message });
    },
    async verify(key, algorithm, type, message, signature) {
      const { publicKey } = keyPairOf(key, spec);
      if (isWhole(algorithm, type, message)) return verifyInPool(null, message, publicKey, signature);
      return runSlow({ scheme: 'mlDsaMu', spec, key: publicKey, message, signature });
    },
  };
}

/** Whether the message is signed whole (RAW), or is µ already (EXTERNAL_MU). */
function isWhole(algorithm: string, type: MessageType, message: Buffer): boolean {
  if (algorithm !== ALGORITHM) throw new TypeError('not an algorithm of ML-DSA keys');
  if (type === 'RAW') return true;
  if (type !== 'EXTERNAL_MU') throw new CryptoRefusal('MessageType');
  if (message.length !== MU_BYTES) throw new CryptoRefusal('DigestLength');
  return false;
}
