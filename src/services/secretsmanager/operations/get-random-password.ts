import { accountAsk } from '../asks.ts';
import { randomPassword } from '../random-password.ts';
import type { Op } from '../secrets-manager.ts';

export const getRandomPassword = (): Op<'GetRandomPassword', undefined> => ({
  resolve: (_input, context) => ({ asks: [accountAsk('GetRandomPassword', {}, context)], target: undefined }),
  run: (input) => ({ RandomPassword: randomPassword(input) }),
});
