/** The STS service: its model and its operations. A line each; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import model from './model.json' with { type: 'json' };
import { getAccessKeyInfo } from './operations/get-access-key-info.ts';
import { getCallerIdentity } from './operations/get-caller-identity.ts';
import { later } from './operations/later.ts';
import type { Op, Sts } from './sts.ts';
import type { Operations } from './types.ts';

export function stsService(sts: Sts): ServiceDefinition {
  return { name: 'sts', model: model as never, operations: operations(sts), bodyBytesMax: () => BODY_BYTES_MAX };
}

/** A SAML assertion of 100,000 characters, each of which a form may have to escape. */
const BODY_BYTES_MAX = 393_216;

type Table = { readonly [Name in keyof Operations]: Op<Name, unknown> };

function operations(sts: Sts): Table {
  return {
    AssumeRole: later('AssumeRole'),
    AssumeRoleWithSAML: later('AssumeRoleWithSAML'),
    AssumeRoleWithWebIdentity: later('AssumeRoleWithWebIdentity'),
    AssumeRoot: later('AssumeRoot'),
    DecodeAuthorizationMessage: later('DecodeAuthorizationMessage'),
    GetAccessKeyInfo: getAccessKeyInfo(sts),
    GetCallerIdentity: getCallerIdentity(),
    GetDelegatedAccessToken: later('GetDelegatedAccessToken'),
    GetFederationToken: later('GetFederationToken'),
    GetSessionToken: later('GetSessionToken'),
    GetWebIdentityToken: later('GetWebIdentityToken'),
  };
}
