/** OpenID Connect identity providers. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type OidcProvidersOperations =
  | 'CreateOpenIDConnectProvider'
  | 'GetOpenIDConnectProvider'
  | 'DeleteOpenIDConnectProvider'
  | 'ListOpenIDConnectProviders'
  | 'AddClientIDToOpenIDConnectProvider'
  | 'RemoveClientIDFromOpenIDConnectProvider'
  | 'UpdateOpenIDConnectProviderThumbprint';

export const oidcProviders = (iam: Iam): Family<OidcProvidersOperations> => ({
  CreateOpenIDConnectProvider: later(iam, 'CreateOpenIDConnectProvider'),
  GetOpenIDConnectProvider: later(iam, 'GetOpenIDConnectProvider'),
  DeleteOpenIDConnectProvider: later(iam, 'DeleteOpenIDConnectProvider'),
  ListOpenIDConnectProviders: later(iam, 'ListOpenIDConnectProviders'),
  AddClientIDToOpenIDConnectProvider: later(iam, 'AddClientIDToOpenIDConnectProvider'),
  RemoveClientIDFromOpenIDConnectProvider: later(iam, 'RemoveClientIDFromOpenIDConnectProvider'),
  UpdateOpenIDConnectProviderThumbprint: later(iam, 'UpdateOpenIDConnectProviderThumbprint'),
});
