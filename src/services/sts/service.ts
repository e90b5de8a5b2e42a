/** The STS service: its model and its operations. A line each; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import { stsAudit } from './audit.ts';
import model from './model.json' with { type: 'json' };
import { assumeRole } from './operations/assume-role.ts';
import { assumeRoleWithWebIdentity } from './operations/assume-role-with-web-identity.ts';
import { decodeAuthorizationMessage } from './operations/decode-authorization-message.ts';
import { getAccessKeyInfo } from './operations/get-access-key-info.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import { getFederationToken } from './operations/get-federation-token.ts';
import { getSessionToken } from './operations/get-session-token.ts';
import { unsupported } from './operations/unsupported.ts';
import type { Op, Sts } from './sts.ts';
import type { Operations } from './types.ts';

export function stsService(sts: Sts): ServiceDefinition {
  const codec = { model: model as never, bodyBytesMax: () => BODY_BYTES_MAX };
  return { name: 'sts', ...codec, operations: operations(sts), audit: stsAudit };
}

/** A SAML assertion of 100,000 characters, each of which a form may have to escape. */
const BODY_BYTES_MAX = 393_216;

type Table = { readonly [Name in keyof Operations]: Op<Name, unknown> };

function operations(sts: Sts): Table {
  return {
    AssumeRole: assumeRole(sts),
    AssumeRoleWithSAML: unsupported('AssumeRoleWithSAML', 'there are no SAML providers.'),
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity(sts),
    AssumeRoot: unsupported('AssumeRoot', 'there is no organization whose accounts it could be for.'),
    DecodeAuthorizationMessage: decodeAuthorizationMessage(),
    GetAccessKeyInfo: getAccessKeyInfo(sts),
    GetCallerIdentity: getCallerIdentity(),
    GetDelegatedAccessToken: unsupported('GetDelegatedAccessToken', 'there are no product providers.'),
    GetFederationToken: getFederationToken(sts),
    GetSessionToken: getSessionToken(sts),
    GetWebIdentityToken: unsupported('GetWebIdentityToken', 'it is no identity provider.'),
  };
}
