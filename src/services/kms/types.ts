/** Types of the kms API. Made by `npm run generate` from model.json; not to be edited. */
/* Blobs are buffers, timestamps milliseconds since 1970. */

export type AlgorithmSpec = 'RSAES_PKCS1_V1_5' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'RSA_AES_KEY_WRAP_SHA_1' | 'RSA_AES_KEY_WRAP_SHA_256' | 'SM2PKE';

export interface AliasListEntry {
  AliasName?: string | undefined;
  AliasArn?: string | undefined;
  TargetKeyId?: string | undefined;
  CreationDate?: number | undefined;
  LastUpdatedDate?: number | undefined;
}

export interface CancelKeyDeletionRequest {
  KeyId: string;
}

export interface CancelKeyDeletionResponse {
  KeyId?: string | undefined;
}

export interface ConnectCustomKeyStoreRequest {
  CustomKeyStoreId: string;
}

export interface ConnectCustomKeyStoreResponse {}

export type ConnectionErrorCodeType = 'INVALID_CREDENTIALS' | 'CLUSTER_NOT_FOUND' | 'NETWORK_ERRORS' | 'INTERNAL_ERROR' | 'INSUFFICIENT_CLOUDHSM_HSMS' | 'USER_LOCKED_OUT' | 'USER_NOT_FOUND' | 'USER_LOGGED_IN' | 'SUBNET_NOT_FOUND' | 'INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET' | 'XKS_PROXY_ACCESS_DENIED' | 'XKS_PROXY_NOT_REACHABLE' | 'XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND' | 'XKS_PROXY_INVALID_RESPONSE' | 'XKS_PROXY_INVALID_CONFIGURATION' | 'XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION' | 'XKS_PROXY_TIMED_OUT' | 'XKS_PROXY_INVALID_TLS_CONFIGURATION';

export type ConnectionStateType = 'CONNECTED' | 'CONNECTING' | 'FAILED' | 'DISCONNECTED' | 'DISCONNECTING';

export interface CreateAliasRequest {
  AliasName: string;
  TargetKeyId: string;
}

export interface CreateCustomKeyStoreRequest {
  CustomKeyStoreName: string;
  CloudHsmClusterId?: string | undefined;
  TrustAnchorCertificate?: string | undefined;
  KeyStorePassword?: string | undefined;
  CustomKeyStoreType?: CustomKeyStoreType | undefined;
  XksProxyUriEndpoint?: string | undefined;
  XksProxyUriPath?: string | undefined;
  XksProxyVpcEndpointServiceName?: string | undefined;
  XksProxyVpcEndpointServiceOwner?: string | undefined;
  XksProxyAuthenticationCredential?: XksProxyAuthenticationCredentialType | undefined;
  XksProxyConnectivity?: XksProxyConnectivityType | undefined;
}

export interface CreateCustomKeyStoreResponse {
  CustomKeyStoreId?: string | undefined;
}

export interface CreateGrantRequest {
  KeyId: string;
  GranteePrincipal?: string | undefined;
  RetiringPrincipal?: string | undefined;
  Operations: readonly GrantOperation[];
  Constraints?: GrantConstraints | undefined;
  GrantTokens?: readonly string[] | undefined;
  Name?: string | undefined;
  DryRun?: boolean | undefined;
  GranteeServicePrincipal?: string | undefined;
  RetiringServicePrincipal?: string | undefined;
}

export interface CreateGrantResponse {
  GrantToken?: string | undefined;
  GrantId?: string | undefined;
}

export interface CreateKeyRequest {
  Policy?: string | undefined;
  Description?: string | undefined;
  KeyUsage?: KeyUsageType | undefined;
  CustomerMasterKeySpec?: CustomerMasterKeySpec | undefined;
  KeySpec?: KeySpec | undefined;
  Origin?: OriginType | undefined;
  CustomKeyStoreId?: string | undefined;
  BypassPolicyLockoutSafetyCheck?: boolean | undefined;
  Tags?: readonly Tag[] | undefined;
  MultiRegion?: boolean | undefined;
  XksKeyId?: string | undefined;
}

export interface CreateKeyResponse {
  KeyMetadata?: KeyMetadata | undefined;
}

export type CustomKeyStoreType = 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';

export interface CustomKeyStoresListEntry {
  CustomKeyStoreId?: string | undefined;
  CustomKeyStoreName?: string | undefined;
  CloudHsmClusterId?: string | undefined;
  TrustAnchorCertificate?: string | undefined;
  ConnectionState?: ConnectionStateType | undefined;
  ConnectionErrorCode?: ConnectionErrorCodeType | undefined;
  CreationDate?: number | undefined;
  CustomKeyStoreType?: CustomKeyStoreType | undefined;
  XksProxyConfiguration?: XksProxyConfigurationType | undefined;
}

export type CustomerMasterKeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SYMMETRIC_DEFAULT' | 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512' | 'SM2';

export type DataKeyPairSpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SM2' | 'ECC_NIST_EDWARDS25519' | 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024';

export type DataKeySpec = 'AES_256' | 'AES_128';

export interface DecryptRequest {
  CiphertextBlob?: Buffer | undefined;
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  GrantTokens?: readonly string[] | undefined;
  KeyId?: string | undefined;
  EncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  Recipient?: RecipientInfo | undefined;
  DryRun?: boolean | undefined;
  DryRunModifiers?: readonly DryRunModifierType[] | undefined;
}

export interface DecryptResponse {
  KeyId?: string | undefined;
  Plaintext?: Buffer | undefined;
  EncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  CiphertextForRecipient?: Buffer | undefined;
  KeyMaterialId?: string | undefined;
}

export interface DeleteAliasRequest {
  AliasName: string;
}

export interface DeleteCustomKeyStoreRequest {
  CustomKeyStoreId: string;
}

export interface DeleteCustomKeyStoreResponse {}

export interface DeleteImportedKeyMaterialRequest {
  KeyId: string;
  KeyMaterialId?: string | undefined;
}

export interface DeleteImportedKeyMaterialResponse {
  KeyId?: string | undefined;
  KeyMaterialId?: string | undefined;
}

export interface DeriveSharedSecretRequest {
  KeyId: string;
  KeyAgreementAlgorithm: KeyAgreementAlgorithmSpec;
  PublicKey: Buffer;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
  Recipient?: RecipientInfo | undefined;
}

export interface DeriveSharedSecretResponse {
  KeyId?: string | undefined;
  SharedSecret?: Buffer | undefined;
  CiphertextForRecipient?: Buffer | undefined;
  KeyAgreementAlgorithm?: KeyAgreementAlgorithmSpec | undefined;
  KeyOrigin?: OriginType | undefined;
}

export interface DescribeCustomKeyStoresRequest {
  CustomKeyStoreId?: string | undefined;
  CustomKeyStoreName?: string | undefined;
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface DescribeCustomKeyStoresResponse {
  CustomKeyStores?: readonly CustomKeyStoresListEntry[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface DescribeKeyRequest {
  KeyId: string;
  GrantTokens?: readonly string[] | undefined;
}

export interface DescribeKeyResponse {
  KeyMetadata?: KeyMetadata | undefined;
}

export interface DisableKeyRequest {
  KeyId: string;
}

export interface DisableKeyRotationRequest {
  KeyId: string;
}

export interface DisconnectCustomKeyStoreRequest {
  CustomKeyStoreId: string;
}

export interface DisconnectCustomKeyStoreResponse {}

export type DryRunModifierType = 'IGNORE_CIPHERTEXT';

export interface EnableKeyRequest {
  KeyId: string;
}

export interface EnableKeyRotationRequest {
  KeyId: string;
  RotationPeriodInDays?: number | undefined;
}

export interface EncryptRequest {
  KeyId: string;
  Plaintext: Buffer;
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  GrantTokens?: readonly string[] | undefined;
  EncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  DryRun?: boolean | undefined;
}

export interface EncryptResponse {
  CiphertextBlob?: Buffer | undefined;
  KeyId?: string | undefined;
  EncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
}

export type EncryptionAlgorithmSpec = 'SYMMETRIC_DEFAULT' | 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256' | 'SM2PKE';

export type ExpirationModelType = 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE';

export interface GenerateDataKeyPairRequest {
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  KeyId: string;
  KeyPairSpec: DataKeyPairSpec;
  GrantTokens?: readonly string[] | undefined;
  Recipient?: RecipientInfo | undefined;
  DryRun?: boolean | undefined;
}

export interface GenerateDataKeyPairResponse {
  PrivateKeyCiphertextBlob?: Buffer | undefined;
  PrivateKeyPlaintext?: Buffer | undefined;
  PublicKey?: Buffer | undefined;
  KeyId?: string | undefined;
  KeyPairSpec?: DataKeyPairSpec | undefined;
  CiphertextForRecipient?: Buffer | undefined;
  KeyMaterialId?: string | undefined;
}

export interface GenerateDataKeyPairWithoutPlaintextRequest {
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  KeyId: string;
  KeyPairSpec: DataKeyPairSpec;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface GenerateDataKeyPairWithoutPlaintextResponse {
  PrivateKeyCiphertextBlob?: Buffer | undefined;
  PublicKey?: Buffer | undefined;
  KeyId?: string | undefined;
  KeyPairSpec?: DataKeyPairSpec | undefined;
  KeyMaterialId?: string | undefined;
}

export interface GenerateDataKeyRequest {
  KeyId: string;
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  NumberOfBytes?: number | undefined;
  KeySpec?: DataKeySpec | undefined;
  GrantTokens?: readonly string[] | undefined;
  Recipient?: RecipientInfo | undefined;
  DryRun?: boolean | undefined;
}

export interface GenerateDataKeyResponse {
  CiphertextBlob?: Buffer | undefined;
  Plaintext?: Buffer | undefined;
  KeyId?: string | undefined;
  CiphertextForRecipient?: Buffer | undefined;
  KeyMaterialId?: string | undefined;
}

export interface GenerateDataKeyWithoutPlaintextRequest {
  KeyId: string;
  EncryptionContext?: { readonly [key: string]: string } | undefined;
  KeySpec?: DataKeySpec | undefined;
  NumberOfBytes?: number | undefined;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface GenerateDataKeyWithoutPlaintextResponse {
  CiphertextBlob?: Buffer | undefined;
  KeyId?: string | undefined;
  KeyMaterialId?: string | undefined;
}

export interface GenerateMacRequest {
  Message: Buffer;
  KeyId: string;
  MacAlgorithm: MacAlgorithmSpec;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface GenerateMacResponse {
  Mac?: Buffer | undefined;
  MacAlgorithm?: MacAlgorithmSpec | undefined;
  KeyId?: string | undefined;
}

export interface GenerateRandomRequest {
  NumberOfBytes?: number | undefined;
  CustomKeyStoreId?: string | undefined;
  Recipient?: RecipientInfo | undefined;
}

export interface GenerateRandomResponse {
  Plaintext?: Buffer | undefined;
  CiphertextForRecipient?: Buffer | undefined;
}

export interface GetKeyLastUsageRequest {
  KeyId: string;
}

export interface GetKeyLastUsageResponse {
  KeyId?: string | undefined;
  KeyLastUsage?: KeyLastUsageData | undefined;
  TrackingStartDate?: number | undefined;
  KeyCreationDate?: number | undefined;
}

export interface GetKeyPolicyRequest {
  KeyId: string;
  PolicyName?: string | undefined;
}

export interface GetKeyPolicyResponse {
  Policy?: string | undefined;
  PolicyName?: string | undefined;
}

export interface GetKeyRotationStatusRequest {
  KeyId: string;
}

export interface GetKeyRotationStatusResponse {
  KeyRotationEnabled?: boolean | undefined;
  KeyId?: string | undefined;
  RotationPeriodInDays?: number | undefined;
  NextRotationDate?: number | undefined;
  OnDemandRotationStartDate?: number | undefined;
}

export interface GetParametersForImportRequest {
  KeyId: string;
  WrappingAlgorithm: AlgorithmSpec;
  WrappingKeySpec: WrappingKeySpec;
}

export interface GetParametersForImportResponse {
  KeyId?: string | undefined;
  ImportToken?: Buffer | undefined;
  PublicKey?: Buffer | undefined;
  ParametersValidTo?: number | undefined;
}

export interface GetPublicKeyRequest {
  KeyId: string;
  GrantTokens?: readonly string[] | undefined;
}

export interface GetPublicKeyResponse {
  KeyId?: string | undefined;
  PublicKey?: Buffer | undefined;
  CustomerMasterKeySpec?: CustomerMasterKeySpec | undefined;
  KeySpec?: KeySpec | undefined;
  KeyUsage?: KeyUsageType | undefined;
  EncryptionAlgorithms?: readonly EncryptionAlgorithmSpec[] | undefined;
  SigningAlgorithms?: readonly SigningAlgorithmSpec[] | undefined;
  KeyAgreementAlgorithms?: readonly KeyAgreementAlgorithmSpec[] | undefined;
  EncapsulationAlgorithms?: readonly EncapsulationAlgorithmSpec[] | undefined;
}

export interface GrantConstraints {
  EncryptionContextSubset?: { readonly [key: string]: string } | undefined;
  EncryptionContextEquals?: { readonly [key: string]: string } | undefined;
  SourceArn?: string | undefined;
}

export interface GrantListEntry {
  KeyId?: string | undefined;
  GrantId?: string | undefined;
  Name?: string | undefined;
  CreationDate?: number | undefined;
  GranteePrincipal?: string | undefined;
  RetiringPrincipal?: string | undefined;
  IssuingAccount?: string | undefined;
  Operations?: readonly GrantOperation[] | undefined;
  Constraints?: GrantConstraints | undefined;
  GranteeServicePrincipal?: string | undefined;
  RetiringServicePrincipal?: string | undefined;
}

export type GrantOperation = 'Decrypt' | 'Encrypt' | 'GenerateDataKey' | 'GenerateDataKeyWithoutPlaintext' | 'ReEncryptFrom' | 'ReEncryptTo' | 'Sign' | 'Verify' | 'GetPublicKey' | 'CreateGrant' | 'RetireGrant' | 'DescribeKey' | 'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext' | 'GenerateMac' | 'VerifyMac' | 'DeriveSharedSecret' | 'Encapsulate' | 'Decapsulate';

export interface ImportKeyMaterialRequest {
  KeyId: string;
  ImportToken: Buffer;
  EncryptedKeyMaterial: Buffer;
  ValidTo?: number | undefined;
  ExpirationModel?: ExpirationModelType | undefined;
  ImportType?: ImportType | undefined;
  KeyMaterialDescription?: string | undefined;
  KeyMaterialId?: string | undefined;
}

export interface ImportKeyMaterialResponse {
  KeyId?: string | undefined;
  KeyMaterialId?: string | undefined;
}

export type ImportState = 'IMPORTED' | 'PENDING_IMPORT';

export type ImportType = 'NEW_KEY_MATERIAL' | 'EXISTING_KEY_MATERIAL';

export type IncludeKeyMaterial = 'ALL_KEY_MATERIAL' | 'ROTATIONS_ONLY';

export type KeyAgreementAlgorithmSpec = 'ECDH';

export type KeyEncryptionMechanism = 'RSAES_OAEP_SHA_256';

export interface KeyLastUsageData {
  Operation?: KeyLastUsageTrackingOperation | undefined;
  Timestamp?: number | undefined;
  CloudTrailEventId?: string | undefined;
  KmsRequestId?: string | undefined;
}

export type KeyLastUsageTrackingOperation = 'Decrypt' | 'DeriveSharedSecret' | 'Encrypt' | 'GenerateDataKey' | 'GenerateDataKeyPair' | 'GenerateDataKeyPairWithoutPlaintext' | 'GenerateDataKeyWithoutPlaintext' | 'GenerateMac' | 'ReEncrypt' | 'Sign' | 'Verify' | 'VerifyMac' | 'Encapsulate' | 'Decapsulate';

export interface KeyListEntry {
  KeyId?: string | undefined;
  KeyArn?: string | undefined;
}

export type KeyManagerType = 'AWS' | 'CUSTOMER';

export type KeyMaterialState = 'NON_CURRENT' | 'CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';

export interface KeyMetadata {
  AWSAccountId?: string | undefined;
  KeyId: string;
  Arn?: string | undefined;
  CreationDate?: number | undefined;
  Enabled?: boolean | undefined;
  Description?: string | undefined;
  KeyUsage?: KeyUsageType | undefined;
  KeyState?: KeyState | undefined;
  DeletionDate?: number | undefined;
  ValidTo?: number | undefined;
  Origin?: OriginType | undefined;
  CustomKeyStoreId?: string | undefined;
  CloudHsmClusterId?: string | undefined;
  ExpirationModel?: ExpirationModelType | undefined;
  KeyManager?: KeyManagerType | undefined;
  CustomerMasterKeySpec?: CustomerMasterKeySpec | undefined;
  KeySpec?: KeySpec | undefined;
  EncryptionAlgorithms?: readonly EncryptionAlgorithmSpec[] | undefined;
  SigningAlgorithms?: readonly SigningAlgorithmSpec[] | undefined;
  KeyAgreementAlgorithms?: readonly KeyAgreementAlgorithmSpec[] | undefined;
  MultiRegion?: boolean | undefined;
  MultiRegionConfiguration?: MultiRegionConfiguration | undefined;
  PendingDeletionWindowInDays?: number | undefined;
  MacAlgorithms?: readonly MacAlgorithmSpec[] | undefined;
  XksKeyConfiguration?: XksKeyConfigurationType | undefined;
  CurrentKeyMaterialId?: string | undefined;
  EncapsulationAlgorithms?: readonly EncapsulationAlgorithmSpec[] | undefined;
}

export type KeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'ECC_NIST_P521' | 'ECC_SECG_P256K1' | 'SYMMETRIC_DEFAULT' | 'HMAC_224' | 'HMAC_256' | 'HMAC_384' | 'HMAC_512' | 'SM2' | 'ML_DSA_44' | 'ML_DSA_65' | 'ML_DSA_87' | 'ECC_NIST_EDWARDS25519' | 'ML_KEM_512' | 'ML_KEM_768' | 'ML_KEM_1024';

export type KeyState = 'Creating' | 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'PendingReplicaDeletion' | 'Unavailable' | 'Updating';

export type KeyUsageType = 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT' | 'ENCAPSULATE_DECAPSULATE';

export interface ListAliasesRequest {
  KeyId?: string | undefined;
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface ListAliasesResponse {
  Aliases?: readonly AliasListEntry[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListGrantsRequest {
  Limit?: number | undefined;
  Marker?: string | undefined;
  KeyId: string;
  GrantId?: string | undefined;
  GranteePrincipal?: string | undefined;
  GranteeServicePrincipal?: string | undefined;
}

export interface ListGrantsResponse {
  Grants?: readonly GrantListEntry[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListKeyPoliciesRequest {
  KeyId: string;
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface ListKeyPoliciesResponse {
  PolicyNames?: readonly string[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListKeyRotationsRequest {
  KeyId: string;
  IncludeKeyMaterial?: IncludeKeyMaterial | undefined;
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface ListKeyRotationsResponse {
  Rotations?: readonly RotationsListEntry[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListKeysRequest {
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface ListKeysResponse {
  Keys?: readonly KeyListEntry[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListResourceTagsRequest {
  KeyId: string;
  Limit?: number | undefined;
  Marker?: string | undefined;
}

export interface ListResourceTagsResponse {
  Tags?: readonly Tag[] | undefined;
  NextMarker?: string | undefined;
  Truncated?: boolean | undefined;
}

export interface ListRetirableGrantsRequest {
  Limit?: number | undefined;
  Marker?: string | undefined;
  RetiringPrincipal?: string | undefined;
  RetiringServicePrincipal?: string | undefined;
}

export type MacAlgorithmSpec = 'HMAC_SHA_224' | 'HMAC_SHA_256' | 'HMAC_SHA_384' | 'HMAC_SHA_512';

export type MessageType = 'RAW' | 'DIGEST' | 'EXTERNAL_MU';

export interface MultiRegionConfiguration {
  MultiRegionKeyType?: MultiRegionKeyType | undefined;
  PrimaryKey?: MultiRegionKey | undefined;
  ReplicaKeys?: readonly MultiRegionKey[] | undefined;
}

export interface MultiRegionKey {
  Arn?: string | undefined;
  Region?: string | undefined;
}

export type MultiRegionKeyType = 'PRIMARY' | 'REPLICA';

export type OriginType = 'AWS_KMS' | 'EXTERNAL' | 'AWS_CLOUDHSM' | 'EXTERNAL_KEY_STORE';

export interface PutKeyPolicyRequest {
  KeyId: string;
  PolicyName?: string | undefined;
  Policy: string;
  BypassPolicyLockoutSafetyCheck?: boolean | undefined;
}

export interface ReEncryptRequest {
  CiphertextBlob?: Buffer | undefined;
  SourceEncryptionContext?: { readonly [key: string]: string } | undefined;
  SourceKeyId?: string | undefined;
  DestinationKeyId: string;
  DestinationEncryptionContext?: { readonly [key: string]: string } | undefined;
  SourceEncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  DestinationEncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
  DryRunModifiers?: readonly DryRunModifierType[] | undefined;
}

export interface ReEncryptResponse {
  CiphertextBlob?: Buffer | undefined;
  SourceKeyId?: string | undefined;
  KeyId?: string | undefined;
  SourceEncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  DestinationEncryptionAlgorithm?: EncryptionAlgorithmSpec | undefined;
  SourceKeyMaterialId?: string | undefined;
  DestinationKeyMaterialId?: string | undefined;
}

export interface RecipientInfo {
  KeyEncryptionAlgorithm?: KeyEncryptionMechanism | undefined;
  AttestationDocument?: Buffer | undefined;
}

export interface ReplicateKeyRequest {
  KeyId: string;
  ReplicaRegion: string;
  Policy?: string | undefined;
  BypassPolicyLockoutSafetyCheck?: boolean | undefined;
  Description?: string | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface ReplicateKeyResponse {
  ReplicaKeyMetadata?: KeyMetadata | undefined;
  ReplicaPolicy?: string | undefined;
  ReplicaTags?: readonly Tag[] | undefined;
}

export interface RetireGrantRequest {
  GrantToken?: string | undefined;
  KeyId?: string | undefined;
  GrantId?: string | undefined;
  DryRun?: boolean | undefined;
}

export interface RevokeGrantRequest {
  KeyId: string;
  GrantId: string;
  DryRun?: boolean | undefined;
}

export interface RotateKeyOnDemandRequest {
  KeyId: string;
}

export interface RotateKeyOnDemandResponse {
  KeyId?: string | undefined;
}

export type RotationType = 'AUTOMATIC' | 'ON_DEMAND';

export interface RotationsListEntry {
  KeyId?: string | undefined;
  KeyMaterialId?: string | undefined;
  KeyMaterialDescription?: string | undefined;
  ImportState?: ImportState | undefined;
  KeyMaterialState?: KeyMaterialState | undefined;
  ExpirationModel?: ExpirationModelType | undefined;
  ValidTo?: number | undefined;
  RotationDate?: number | undefined;
  RotationType?: RotationType | undefined;
}

export interface ScheduleKeyDeletionRequest {
  KeyId: string;
  PendingWindowInDays?: number | undefined;
}

export interface ScheduleKeyDeletionResponse {
  KeyId?: string | undefined;
  DeletionDate?: number | undefined;
  KeyState?: KeyState | undefined;
  PendingWindowInDays?: number | undefined;
}

export interface SignRequest {
  KeyId: string;
  Message: Buffer;
  MessageType?: MessageType | undefined;
  GrantTokens?: readonly string[] | undefined;
  SigningAlgorithm: SigningAlgorithmSpec;
  DryRun?: boolean | undefined;
}

export interface SignResponse {
  KeyId?: string | undefined;
  Signature?: Buffer | undefined;
  SigningAlgorithm?: SigningAlgorithmSpec | undefined;
}

export type SigningAlgorithmSpec = 'RSASSA_PSS_SHA_256' | 'RSASSA_PSS_SHA_384' | 'RSASSA_PSS_SHA_512' | 'RSASSA_PKCS1_V1_5_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_384' | 'RSASSA_PKCS1_V1_5_SHA_512' | 'ECDSA_SHA_256' | 'ECDSA_SHA_384' | 'ECDSA_SHA_512' | 'SM2DSA' | 'ML_DSA_SHAKE_256' | 'ED25519_SHA_512' | 'ED25519_PH_SHA_512';

export interface Tag {
  TagKey: string;
  TagValue: string;
}

export interface TagResourceRequest {
  KeyId: string;
  Tags: readonly Tag[];
}

export interface UntagResourceRequest {
  KeyId: string;
  TagKeys: readonly string[];
}

export interface UpdateAliasRequest {
  AliasName: string;
  TargetKeyId: string;
}

export interface UpdateCustomKeyStoreRequest {
  CustomKeyStoreId: string;
  NewCustomKeyStoreName?: string | undefined;
  KeyStorePassword?: string | undefined;
  CloudHsmClusterId?: string | undefined;
  XksProxyUriEndpoint?: string | undefined;
  XksProxyUriPath?: string | undefined;
  XksProxyVpcEndpointServiceName?: string | undefined;
  XksProxyVpcEndpointServiceOwner?: string | undefined;
  XksProxyAuthenticationCredential?: XksProxyAuthenticationCredentialType | undefined;
  XksProxyConnectivity?: XksProxyConnectivityType | undefined;
}

export interface UpdateCustomKeyStoreResponse {}

export interface UpdateKeyDescriptionRequest {
  KeyId: string;
  Description: string;
}

export interface UpdatePrimaryRegionRequest {
  KeyId: string;
  PrimaryRegion: string;
}

export interface VerifyMacRequest {
  Message: Buffer;
  KeyId: string;
  MacAlgorithm: MacAlgorithmSpec;
  Mac: Buffer;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface VerifyMacResponse {
  KeyId?: string | undefined;
  MacValid?: boolean | undefined;
  MacAlgorithm?: MacAlgorithmSpec | undefined;
}

export interface VerifyRequest {
  KeyId: string;
  Message: Buffer;
  MessageType?: MessageType | undefined;
  Signature: Buffer;
  SigningAlgorithm: SigningAlgorithmSpec;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface VerifyResponse {
  KeyId?: string | undefined;
  SignatureValid?: boolean | undefined;
  SigningAlgorithm?: SigningAlgorithmSpec | undefined;
}

export type WrappingKeySpec = 'RSA_2048' | 'RSA_3072' | 'RSA_4096' | 'SM2';

export interface XksKeyConfigurationType {
  Id?: string | undefined;
}

export interface XksProxyAuthenticationCredentialType {
  AccessKeyId: string;
  RawSecretAccessKey: string;
}

export interface XksProxyConfigurationType {
  Connectivity?: XksProxyConnectivityType | undefined;
  AccessKeyId?: string | undefined;
  UriEndpoint?: string | undefined;
  UriPath?: string | undefined;
  VpcEndpointServiceName?: string | undefined;
  VpcEndpointServiceOwner?: string | undefined;
}

export type XksProxyConnectivityType = 'PUBLIC_ENDPOINT' | 'VPC_ENDPOINT_SERVICE';

export type EncapsulationAlgorithmSpec = 'ML_KEM';

export interface EncapsulateRequest {
  KeyId: string;
  EncapsulationAlgorithm: EncapsulationAlgorithmSpec;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface EncapsulateResponse {
  KeyId?: string | undefined;
  SharedSecret?: Buffer | undefined;
  SharedSecretCiphertextBlob?: Buffer | undefined;
  EncapsulationAlgorithm?: EncapsulationAlgorithmSpec | undefined;
}

export interface DecapsulateRequest {
  KeyId: string;
  EncapsulationAlgorithm: EncapsulationAlgorithmSpec;
  SharedSecretCiphertextBlob: Buffer;
  GrantTokens?: readonly string[] | undefined;
  DryRun?: boolean | undefined;
}

export interface DecapsulateResponse {
  KeyId?: string | undefined;
  SharedSecret?: Buffer | undefined;
  EncapsulationAlgorithm?: EncapsulationAlgorithmSpec | undefined;
}

export interface Operations {
  CancelKeyDeletion: { input: CancelKeyDeletionRequest; output: CancelKeyDeletionResponse };
  ConnectCustomKeyStore: { input: ConnectCustomKeyStoreRequest; output: ConnectCustomKeyStoreResponse };
  CreateAlias: { input: CreateAliasRequest; output: void };
  CreateCustomKeyStore: { input: CreateCustomKeyStoreRequest; output: CreateCustomKeyStoreResponse };
  CreateGrant: { input: CreateGrantRequest; output: CreateGrantResponse };
  CreateKey: { input: CreateKeyRequest; output: CreateKeyResponse };
  Decapsulate: { input: DecapsulateRequest; output: DecapsulateResponse };
  Decrypt: { input: DecryptRequest; output: DecryptResponse };
  DeleteAlias: { input: DeleteAliasRequest; output: void };
  DeleteCustomKeyStore: { input: DeleteCustomKeyStoreRequest; output: DeleteCustomKeyStoreResponse };
  DeleteImportedKeyMaterial: { input: DeleteImportedKeyMaterialRequest; output: DeleteImportedKeyMaterialResponse };
  DeriveSharedSecret: { input: DeriveSharedSecretRequest; output: DeriveSharedSecretResponse };
  DescribeCustomKeyStores: { input: DescribeCustomKeyStoresRequest; output: DescribeCustomKeyStoresResponse };
  DescribeKey: { input: DescribeKeyRequest; output: DescribeKeyResponse };
  DisableKey: { input: DisableKeyRequest; output: void };
  DisableKeyRotation: { input: DisableKeyRotationRequest; output: void };
  DisconnectCustomKeyStore: { input: DisconnectCustomKeyStoreRequest; output: DisconnectCustomKeyStoreResponse };
  EnableKey: { input: EnableKeyRequest; output: void };
  EnableKeyRotation: { input: EnableKeyRotationRequest; output: void };
  Encapsulate: { input: EncapsulateRequest; output: EncapsulateResponse };
  Encrypt: { input: EncryptRequest; output: EncryptResponse };
  GenerateDataKey: { input: GenerateDataKeyRequest; output: GenerateDataKeyResponse };
  GenerateDataKeyPair: { input: GenerateDataKeyPairRequest; output: GenerateDataKeyPairResponse };
  GenerateDataKeyPairWithoutPlaintext: { input: GenerateDataKeyPairWithoutPlaintextRequest; output: GenerateDataKeyPairWithoutPlaintextResponse };
  GenerateDataKeyWithoutPlaintext: { input: GenerateDataKeyWithoutPlaintextRequest; output: GenerateDataKeyWithoutPlaintextResponse };
  GenerateMac: { input: GenerateMacRequest; output: GenerateMacResponse };
  GenerateRandom: { input: GenerateRandomRequest; output: GenerateRandomResponse };
  GetKeyLastUsage: { input: GetKeyLastUsageRequest; output: GetKeyLastUsageResponse };
  GetKeyPolicy: { input: GetKeyPolicyRequest; output: GetKeyPolicyResponse };
  GetKeyRotationStatus: { input: GetKeyRotationStatusRequest; output: GetKeyRotationStatusResponse };
  GetParametersForImport: { input: GetParametersForImportRequest; output: GetParametersForImportResponse };
  GetPublicKey: { input: GetPublicKeyRequest; output: GetPublicKeyResponse };
  ImportKeyMaterial: { input: ImportKeyMaterialRequest; output: ImportKeyMaterialResponse };
  ListAliases: { input: ListAliasesRequest; output: ListAliasesResponse };
  ListGrants: { input: ListGrantsRequest; output: ListGrantsResponse };
  ListKeyPolicies: { input: ListKeyPoliciesRequest; output: ListKeyPoliciesResponse };
  ListKeyRotations: { input: ListKeyRotationsRequest; output: ListKeyRotationsResponse };
  ListKeys: { input: ListKeysRequest; output: ListKeysResponse };
  ListResourceTags: { input: ListResourceTagsRequest; output: ListResourceTagsResponse };
  ListRetirableGrants: { input: ListRetirableGrantsRequest; output: ListGrantsResponse };
  PutKeyPolicy: { input: PutKeyPolicyRequest; output: void };
  ReEncrypt: { input: ReEncryptRequest; output: ReEncryptResponse };
  ReplicateKey: { input: ReplicateKeyRequest; output: ReplicateKeyResponse };
  RetireGrant: { input: RetireGrantRequest; output: void };
  RevokeGrant: { input: RevokeGrantRequest; output: void };
  RotateKeyOnDemand: { input: RotateKeyOnDemandRequest; output: RotateKeyOnDemandResponse };
  ScheduleKeyDeletion: { input: ScheduleKeyDeletionRequest; output: ScheduleKeyDeletionResponse };
  Sign: { input: SignRequest; output: SignResponse };
  TagResource: { input: TagResourceRequest; output: void };
  UntagResource: { input: UntagResourceRequest; output: void };
  UpdateAlias: { input: UpdateAliasRequest; output: void };
  UpdateCustomKeyStore: { input: UpdateCustomKeyStoreRequest; output: UpdateCustomKeyStoreResponse };
  UpdateKeyDescription: { input: UpdateKeyDescriptionRequest; output: void };
  UpdatePrimaryRegion: { input: UpdatePrimaryRegionRequest; output: void };
  Verify: { input: VerifyRequest; output: VerifyResponse };
  VerifyMac: { input: VerifyMacRequest; output: VerifyMacResponse };
}

export type FaultName =
  | 'AlreadyExistsException'
  | 'CloudHsmClusterInUseException'
  | 'CloudHsmClusterInvalidConfigurationException'
  | 'CloudHsmClusterNotActiveException'
  | 'CloudHsmClusterNotFoundException'
  | 'CloudHsmClusterNotRelatedException'
  | 'ConflictException'
  | 'CustomKeyStoreHasCMKsException'
  | 'CustomKeyStoreInvalidStateException'
  | 'CustomKeyStoreNameInUseException'
  | 'CustomKeyStoreNotFoundException'
  | 'DependencyTimeoutException'
  | 'DisabledException'
  | 'DryRunOperationException'
  | 'ExpiredImportTokenException'
  | 'IncorrectKeyException'
  | 'IncorrectKeyMaterialException'
  | 'IncorrectTrustAnchorException'
  | 'InvalidAliasNameException'
  | 'InvalidArnException'
  | 'InvalidCiphertextException'
  | 'InvalidGrantIdException'
  | 'InvalidGrantTokenException'
  | 'InvalidImportTokenException'
  | 'InvalidKeyUsageException'
  | 'InvalidMarkerException'
  | 'KMSInternalException'
  | 'KMSInvalidMacException'
  | 'KMSInvalidSignatureException'
  | 'KMSInvalidStateException'
  | 'KeyUnavailableException'
  | 'LimitExceededException'
  | 'MalformedPolicyDocumentException'
  | 'NotFoundException'
  | 'TagException'
  | 'UnsupportedOperationException'
  | 'XksKeyAlreadyInUseException'
  | 'XksKeyInvalidConfigurationException'
  | 'XksKeyNotFoundException'
  | 'XksProxyIncorrectAuthenticationCredentialException'
  | 'XksProxyInvalidConfigurationException'
  | 'XksProxyInvalidResponseException'
  | 'XksProxyUriEndpointInUseException'
  | 'XksProxyUriInUseException'
  | 'XksProxyUriUnreachableException'
  | 'XksProxyVpcEndpointServiceInUseException'
  | 'XksProxyVpcEndpointServiceInvalidConfigurationException'
  | 'XksProxyVpcEndpointServiceNotFoundException';
