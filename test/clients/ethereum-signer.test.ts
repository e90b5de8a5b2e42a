/**
 * An Ethereum signer on secp256k1 keys of KMS, as shipped, with the SDK client that it makes for itself. Addresses are
 * recovered from its signatures with the noble libraries, which it does not use in this version.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { AwsKmsSigner } from '@cuonghx.gu-tech/ethers-aws-kms-signer';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { Transaction } from 'ethers';
import { boot, type Booted, REGION } from '../support/boot.ts';

const HALF_ORDER = secp256k1.Point.Fn.ORDER / 2n;

/** The lower 20 bytes of Keccak-256 of the public point (Yellow Paper, appendix F). */
function addressOf(point: Uint8Array): string {
  return `0x${Buffer.from(keccak_256(point.subarray(1)).subarray(-20)).toString('hex')}`;
}

/** @param signature 64 bytes r ‖ s. @param parity of the y coordinate: 0 or 1 */
function recovered(digest: Uint8Array, signature: Uint8Array, parity: number): string {
  const parsed = secp256k1.Signature.fromBytes(signature, 'compact').addRecoveryBit(parity);
  assert.ok(parsed.s <= HALF_ORDER, 'the lower of both s (EIP-2)');
  return addressOf(parsed.recoverPublicKey(digest).toBytes(false));
}

/** EIP-191, version 0x45. */
function personalDigest(message: string): Uint8Array {
  const bytes = Buffer.from(message);
  return keccak_256(Buffer.concat([Buffer.from(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes]));
}

const bytesOf = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');

describe('an Ethereum signer on KMS', () => {
  let booted: Booted;
  let signer: AwsKmsSigner;

  before(async () => {
    booted = await boot();
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({ KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'SIGN_VERIFY' }));
    process.env['AWS_ENDPOINT_URL_KMS'] = booted.trent.url;
    signer = new AwsKmsSigner({ keyId: KeyMetadata!.KeyId!, region: REGION, credentials: booted.credentials });
  });

  after(async () => {
    delete process.env['AWS_ENDPOINT_URL_KMS'];
    await booted.stop();
  });

  test('signs messages that lead back to its address', async () => {
    const address = await signer.getAddress();
    assert.match(address, /^0x[0-9a-f]{40}$/);
    for (const message of ['', 'hello', 'Überweisung 4711', 'x'.repeat(5_000)]) {
      const signature = bytesOf(await signer.signMessage(message));
      assert.equal(recovered(personalDigest(message), signature.subarray(0, 64), signature[64]! - 27), address);
    }
  });

  test('signs a transaction of type 2 that leads back to its address', async () => {
    const unsigned = {
      type: 2,
      chainId: 1,
      nonce: 7,
      to: '0x000000000000000000000000000000000000dEaD',
      value: 10n ** 18n,
      gasLimit: 21_000,
      maxFeePerGas: 30n * 10n ** 9n,
      maxPriorityFeePerGas: 10n ** 9n,
    };
    const serialized = await signer.signTransaction({ ...unsigned, from: null });
    const { unsignedHash, signature, value } = Transaction.from(serialized);
    assert.equal(value, unsigned.value);
    const compact = Buffer.concat([bytesOf(signature!.r), bytesOf(signature!.s)]);
    assert.equal(recovered(bytesOf(unsignedHash), compact, signature!.yParity), await signer.getAddress());
  });

  test('signs typed data (EIP-712)', async () => {
    const domain = { name: 'Trent', version: '1', chainId: 1 };
    const types = { Order: [{ name: 'id', type: 'uint256' }] };
    const signature = bytesOf(await signer.signTypedData(domain, types, { id: 4711 }));
    assert.equal(recovered(orderDigest(4711), signature.subarray(0, 64), signature[64]! - 27), await signer.getAddress());
  });
});

/** `keccak(1901 ‖ hash of the domain ‖ hash of the struct)`, EIP-712, for the one domain and type of the test. */
function orderDigest(id: number): Uint8Array {
  const text = (value: string): Uint8Array => keccak_256(Buffer.from(value));
  const number = (value: number): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
  const domainType = text('EIP712Domain(string name,string version,uint256 chainId)');
  const domain = keccak_256(Buffer.concat([domainType, text('Trent'), text('1'), number(1)]));
  const order = keccak_256(Buffer.concat([text('Order(uint256 id)'), number(id)]));
  return keccak_256(Buffer.concat([Buffer.of(0x19, 0x01), domain, order]));
}
