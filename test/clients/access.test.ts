/** Two accounts, users, roles and grants, with the AWS CLI. */
import { testDocument } from './documents.ts';

testDocument('docs/access.md');
