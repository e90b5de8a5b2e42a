/** Secrets Manager, Parameter Store and the kinds of keys that they use, with the AWS CLI. */
import { testDocument } from './documents.ts';

testDocument('docs/services.md');
