import { anyPath } from '../../migration.js';
import { isOn, lastLine } from '../krb-set.js';
import { line, rawLine, type SettingMapping } from '../mapping.js';

/** Where tickets of users are put; any path may be chosen. */
export const folderChoice = {
  id: 'ccache-folder',
  options: [
    {
      value: '/run/httpd/clientcaches',
      meaning: 'a folder of the server’s own: make it with mode 0700, for the user that httpd runs as',
    },
    { value: '/tmp', meaning: 'where mod_auth_kerb has put them, beside the files of everybody' },
    { value: anyPath, meaning: 'any other folder that httpd’s user may write' },
  ],
} as const;

/** KrbSaveCredentials becomes a folder for tickets. */
export const krbSaveCredentials: SettingMapping = {
  id: 'ccache-folder',
  meaning:
    'KrbSaveCredentials On becomes GssapiDelegCcacheDir with GssapiDelegCcacheUnique On: a file for each request, which goes with it, named in KRB5CCNAME. The folder has to be there.',
  reads: ['KrbSaveCredentials'],
  writes: ['GssapiDelegCcacheDir', 'GssapiDelegCcacheUnique'],
  choice: folderChoice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbSaveCredentials');
    if (!said) return undefined;
    if (!isOn(set, 'KrbSaveCredentials', false))
      return {
        kind: 'dropped',
        items: [],
        message: 'mod_auth_gssapi keeps no tickets unless it is told to.',
      };
    const folder = take(folderChoice);
    return {
      kind: 'choice',
      taken: folder,
      items: [rawLine('GssapiDelegCcacheDir', folder), line('GssapiDelegCcacheUnique', 'On')],
      message: `Tickets of users are kept below ${folder} for the time of a request; the folder has to be there, with mode 0700, for the user that httpd runs as, or who brings tickets along is refused. KRB5CCNAME names the file as before.`,
      mayChange: ['proof'],
    };
  },
};
