"""boto3 as shipped, and the cryptography package for what is done outside of KMS. Endpoint and credentials come from
the environment. Prints a line a chapter; ends with an error as soon as something is not as it should be."""

import os

import boto3
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

kms = boto3.client("kms")


def create(**arguments):
    return kms.create_key(**arguments)["KeyMetadata"]["KeyId"]


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError("not refused")


def encryption():
    key = create(Tags=[{"TagKey": "team", "TagValue": "orders"}])
    kms.create_alias(AliasName="alias/python", TargetKeyId=key)
    blob = kms.encrypt(KeyId="alias/python", Plaintext=b"\x00secret\xff", EncryptionContext={"a": "\u00fc"})["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob, EncryptionContext={"a": "\u00fc"})["Plaintext"] == b"\x00secret\xff"
    assert refused(kms.decrypt, CiphertextBlob=blob) == "InvalidCiphertextException"
    other = create()
    moved = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext={"a": "\u00fc"}, DestinationKeyId=other)
    opened = kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], KeyId=other)
    assert opened["Plaintext"] == b"\x00secret\xff" and opened["KeyId"].endswith(other)
    pages = kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 1})
    assert {key, other} <= {entry["KeyId"] for page in pages for entry in page["Keys"]}


def signatures():
    key = create(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    message = os.urandom(4096)
    signature = kms.sign(KeyId=key, Message=message, SigningAlgorithm="RSASSA_PSS_SHA_256")["Signature"]
    public.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    key = create(KeySpec="ECC_NIST_P384", KeyUsage="SIGN_VERIFY")
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    digest = hashes.Hash(hashes.SHA384())
    digest.update(message)
    arguments = {"KeyId": key, "Message": digest.finalize(), "MessageType": "DIGEST", "SigningAlgorithm": "ECDSA_SHA_384"}
    signature = kms.sign(**arguments)["Signature"]
    public.verify(signature, message, ec.ECDSA(hashes.SHA384()))
    try:
        public.verify(signature, message + b"x", ec.ECDSA(hashes.SHA384()))
        raise AssertionError("verified another message")
    except InvalidSignature:
        pass


def parameters(key, algorithm, spec="RSA_2048"):
    answer = kms.get_parameters_for_import(KeyId=key, WrappingAlgorithm=algorithm, WrappingKeySpec=spec)
    return answer["ImportToken"], serialization.load_der_public_key(answer["PublicKey"])


def oaep(digest):
    return padding.OAEP(mgf=padding.MGF1(digest), algorithm=digest, label=None)


def bring(key, token, wrapped):
    return kms.import_key_material(
        KeyId=key, ImportToken=token, EncryptedKeyMaterial=wrapped, ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE"
    )


def import_mac_key():
    key, material = create(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"), os.urandom(32)
    token, wrapping = parameters(key, "RSAES_OAEP_SHA_256", "RSA_4096")
    bring(key, token, wrapping.encrypt(material, oaep(hashes.SHA256())))
    mac = kms.generate_mac(KeyId=key, Message=b"message", MacAlgorithm="HMAC_SHA_256")["Mac"]
    alone = hmac.HMAC(material, hashes.SHA256())
    alone.update(b"message")
    alone.verify(mac)


def import_key_pair(private, spec, algorithm, verify):
    """RSA_AES_KEY_WRAP: an ephemeral AES key under OAEP, and the key pair under that with RFC 5649."""
    key = create(Origin="EXTERNAL", KeySpec=spec, KeyUsage="SIGN_VERIFY")
    pkcs8 = private.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    token, wrapping = parameters(key, "RSA_AES_KEY_WRAP_SHA_256", "RSA_3072")
    ephemeral = os.urandom(32)
    bring(key, token, wrapping.encrypt(ephemeral, oaep(hashes.SHA256())) + keywrap.aes_key_wrap_with_padding(ephemeral, pkcs8))
    signature = kms.sign(KeyId=key, Message=b"message", SigningAlgorithm=algorithm)["Signature"]
    verify(private.public_key(), signature)


def import_key_pairs():
    import_key_pair(
        rsa.generate_private_key(65537, 2048),
        "RSA_2048",
        "RSASSA_PKCS1_V1_5_SHA_512",
        lambda public, signature: public.verify(signature, b"message", padding.PKCS1v15(), hashes.SHA512()),
    )
    for curve, spec in (ec.SECP256R1(), "ECC_NIST_P256"), (ec.SECP256K1(), "ECC_SECG_P256K1"):
        import_key_pair(
            ec.generate_private_key(curve),
            spec,
            "ECDSA_SHA_256",
            lambda public, signature: public.verify(signature, b"message", ec.ECDSA(hashes.SHA256())),
        )


def import_symmetric_key():
    """The same bytes come back under OAEP with either hash; others are refused."""
    key, material = create(Origin="EXTERNAL"), os.urandom(32)
    token, wrapping = parameters(key, "RSAES_OAEP_SHA_1")
    bring(key, token, wrapping.encrypt(material, oaep(hashes.SHA1())))
    blob = kms.encrypt(KeyId=key, Plaintext=b"kept")["CiphertextBlob"]
    kms.delete_imported_key_material(KeyId=key)
    assert refused(kms.decrypt, CiphertextBlob=blob) == "KMSInvalidStateException"
    token, wrapping = parameters(key, "RSAES_OAEP_SHA_256")
    wrong = wrapping.encrypt(os.urandom(32), oaep(hashes.SHA256()))
    arguments = {"KeyId": key, "ImportToken": token, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}
    assert refused(kms.import_key_material, EncryptedKeyMaterial=wrong, **arguments) == "IncorrectKeyMaterialException"
    bring(key, token, wrapping.encrypt(material, oaep(hashes.SHA256())))
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"kept"


def data_key_pair():
    key = create()
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    digest = b"d" * 32
    signature = private.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    public = serialization.load_der_public_key(pair["PublicKey"])
    public.verify(signature, digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]


for chapter in encryption, signatures, import_mac_key, import_symmetric_key, import_key_pairs, data_key_pair:
    chapter()
    print(chapter.__name__)
