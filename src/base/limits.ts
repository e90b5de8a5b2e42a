/** Every limit that is the deployment's and not a service's, in one place. */

/** Head of a request: request line and headers together, bytes. SigV4 heads are about 1 KB; session tokens may add 4. */
export const HEAD_BYTES_MAX = 32_768;
/** A body that no operation may exceed, bytes. The largest legal input is an attestation document or a key policy, escaped. */
export const BODY_BYTES_MAX = 1_048_576;
