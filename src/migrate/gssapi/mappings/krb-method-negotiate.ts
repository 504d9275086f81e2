import type { NewItem } from '../../../syntax/edit-render.js';
import { isOn, lastLine, writtenRaw } from '../krb-set.js';
import { line, rawLine, type SettingMapping, withoutEquivalent } from '../mapping.js';

const choice = {
  id: 'krb-method-negotiate',
  options: [
    { value: 'refuse', meaning: 'tickets are not asked for, and users who send one are refused' },
    {
      value: 'not-offered',
      meaning: 'tickets are not asked for, but taken from clients that send one all the same',
    },
    { value: 'offer', meaning: 'tickets are asked for and taken, beside passwords' },
  ],
} as const;

/** Meets everybody whose password was checked; it looks at the user first so that nobody is refused before the login. */
export const onlyPasswords = "%{REMOTE_USER} =~ /./ && %{AUTH_TYPE} == 'Basic'";

/** Refuses tickets wherever no Require is in sight that the condition could be joined with; it counts behind all other sections. */
export const ticketsRefused: NewItem = {
  kind: 'section',
  name: 'If',
  args: '"%{HTTP:Authorization} =~ /^negotiate/i || %{HTTP:Proxy-Authorization} =~ /^negotiate/i"',
  items: [line('Require', 'all', 'denied')],
};

/** KrbMethodNegotiate Off has no directive of its own. */
export const krbMethodNegotiate: SettingMapping = {
  id: 'krb-method-negotiate',
  meaning:
    'On is what mod_auth_gssapi always does. Off becomes the variable gssapi-no-negotiate, which keeps Negotiate out of the challenges, and a Require that refuses tickets sent all the same; an If does so where no Require is in sight. In per-directory files SetEnvIf needs AllowOverride FileInfo.',
  reads: ['KrbMethodNegotiate'],
  writes: ['SetEnvIf', 'Require', '<If'],
  choice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbMethodNegotiate');
    if (!said) return undefined;
    if (isOn(set, 'KrbMethodNegotiate', true))
      return { kind: 'dropped', items: [], message: 'mod_auth_gssapi always takes tickets.' };
    const taken = take(choice);
    const text = withoutEquivalent(`KrbMethodNegotiate ${writtenRaw(said)}`, choice.id);
    if (taken === 'offer')
      return {
        kind: 'choice',
        taken,
        items: [text],
        message: 'Tickets are asked for and taken now.',
        mayChange: ['granted', 'challenges', 'status'],
      };
    const hidden = rawLine('SetEnvIf', 'Request_URI ".*" gssapi-no-negotiate');
    if (taken === 'not-offered')
      return {
        kind: 'choice',
        taken,
        items: [text, hidden],
        message: 'Tickets are not asked for; a client that sends one all the same is let in.',
        mayChange: ['granted', 'challenges', 'status'],
      };
    return {
      kind: 'choice',
      taken,
      items: [text, hidden],
      conditions: [onlyPasswords],
      message:
        'Tickets are not asked for. mod_auth_gssapi would take one that is sent all the same, so Require refuses whoever did not log in with a password; such an answer has no challenge.',
      mayChange: ['challenges'],
    };
  },
};
