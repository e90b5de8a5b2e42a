/** Every kind of key, with the AWS CLI. */
import { testDocument } from './documents.ts';

testDocument('docs/walk-through.md');
