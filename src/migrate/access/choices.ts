import type { Choice, Choices } from '../migration.js';
import type { Answers, Plan } from './decide.js';

const loginAlone = {
  id: 'login-without-require',
  options: [
    {
      value: 'denied',
      meaning:
        'nobody gets in: httpd 2.4 answers 500 where AuthType stands without Require, and no line lets more in than that',
    },
    { value: 'granted', meaning: 'the address alone decides and nobody is asked to log in, as in httpd 2.2' },
  ],
} as const;

const unclear = {
  id: 'access-by-several-sections',
  options: [
    { value: 'any-section', meaning: 'whoever one of the sections lets in is let in' },
    { value: 'refuse', meaning: 'whoever one of the sections refuses is refused' },
    {
      value: 'own-lines',
      meaning: "the section's own lines alone decide; logins that other sections demand are not asked for",
    },
  ],
} as const;

const anyAlone = {
  id: 'satisfy-any-without-require',
  options: [
    { value: 'address', meaning: 'the address decides, as in httpd 2.2' },
    { value: 'granted', meaning: 'everybody gets in, as with mod_access_compat in httpd 2.4' },
  ],
} as const;

/** Every choice of this part, the value that is taken unless another one is chosen first. */
export const accessChoices: readonly Omit<Choice, 'taken'>[] = [loginAlone, unclear, anyAlone];

/** What the user has chosen, or the first value. */
export function answersOf(choices: Choices): Answers {
  const value = choices[unclear.id];
  return {
    anyAlone: choices[anyAlone.id] === 'granted' ? 'granted' : 'address',
    loginAlone: choices[loginAlone.id] === 'granted' ? 'granted' : 'denied',
    unclear: value === 'own-lines' || value === 'any-section' ? value : 'refuse',
  };
}

/** The choice that a plan rests on. */
export function choiceOf(
  { isLoginAlone, isUnclear, isAnyAlone }: Plan,
  answers: Answers,
): Choice | undefined {
  if (isLoginAlone) return { ...loginAlone, taken: answers.loginAlone };
  if (isAnyAlone && !isUnclear) return { ...anyAlone, taken: answers.anyAlone };
  return isUnclear ? { ...unclear, taken: answers.unclear } : undefined;
}
