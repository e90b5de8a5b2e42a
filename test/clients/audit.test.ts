/** Events, trails to a directory and a bucket, and what verifies them, with the AWS CLI. */
import { testDocument } from './documents.ts';

testDocument('docs/audit.md');
