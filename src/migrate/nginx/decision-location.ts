import { nameMap, type QuestionField, questionFields, questionValues } from '../../serve/question-fields.js';
import { block, line, remark, type Statement } from './statement.js';

/** What clients cannot ask for: locations of the server's own. */
export const decisionPath = '/.kerbgate-decision';
export const refusedLocation = '@kerbgate_refused';

/** The name of the group of kerbgate's processes. */
export const decisionGroup = 'kerbgate_decisions';

/** Variables that answers come in, by the answer's field. */
const taken = [
  ['kerbgate_user', 'x_kerbgate_user'],
  ['kerbgate_uri', 'x_kerbgate_uri'],
  ['kerbgate_index', 'x_kerbgate_index'],
  ['kerbgate_status', 'x_kerbgate_status'],
  ['kerbgate_location', 'x_kerbgate_location'],
  ['kerbgate_authenticate', 'x_kerbgate_authenticate'],
  ['kerbgate_challenge_2', 'x_kerbgate_challenge_2'],
  ['kerbgate_challenge_3', 'x_kerbgate_challenge_3'],
  ['kerbgate_cookie', 'set_cookie'],
] as const;

/** The variable that a request field's value comes in. */
export const fieldVariable = (name: string): string => `kerbgate_field_${lowered(name)}`;

const lowered = (name: string): string => name.toLowerCase().replaceAll('-', '_');

/** What stands in the http block where any server asks. */
export function decisionPreface(address: string): readonly Statement[] {
  return [
    block(`upstream ${decisionGroup}`, [line('server', address), line('keepalive', '16')]),
    remark('The name of a file may hold what would end the line of a header field.'),
    block('map $kerbgate_serves $kerbgate_serves_told', [
      line('"~[\\x00-\\x1f\\x7f]"', 'none'),
      line('default', '$kerbgate_serves'),
    ]),
    block(
      nameMap.head,
      nameMap.lines.map(([from, to]) => line(from, to)),
    ),
  ];
}

/** The lines of a server, or of a location, that have kerbgate decide. */
export function asks(fields: readonly string[]): readonly Statement[] {
  return [
    line('auth_request', decisionPath),
    ...taken.map(([variable, field]) => line('auth_request_set', `$${variable}`, `$upstream_http_${field}`)),
    ...fields.map((name) =>
      line('auth_request_set', `$${fieldVariable(name)}`, `$upstream_http_x_kerbgate_field_${lowered(name)}`),
    ),
    line('error_page', '403', '=', refusedLocation),
    line('add_header', 'WWW-Authenticate', '$kerbgate_authenticate', 'always'),
    line('add_header', 'WWW-Authenticate', '$kerbgate_challenge_2', 'always'),
    line('add_header', 'WWW-Authenticate', '$kerbgate_challenge_3', 'always'),
    line('add_header', 'Set-Cookie', '$kerbgate_cookie', 'always'),
  ];
}

/** How a server asks: `name` is the ServerName that kerbgate has to decide by, `fields` the request fields that its lines set. */
export function decisionLocations(name: string, fields: readonly string[]): readonly Statement[] {
  const values: Readonly<Record<QuestionField, string>> = {
    ...questionValues,
    'X-Original-Server': name,
    'X-Original-Serves': '$kerbgate_serves_told',
    'X-Original-Fields': `" ${fields.join(' ')}"`,
  };
  return [
    block(`location = ${decisionPath}`, [
      line('internal'),
      line('auth_request', 'off'),
      line('proxy_pass', `http://${decisionGroup}`),
      line('proxy_http_version', '1.1'),
      line('proxy_method', 'GET'),
      line('proxy_pass_request_body', 'off'),
      line('proxy_buffer_size', '64k'),
      line('proxy_buffers', '4', '64k'),
      line('proxy_busy_buffers_size', '64k'),
      line('proxy_set_header', 'Host', '$http_host'),
      line('proxy_set_header', 'Connection', '""'),
      line('proxy_set_header', 'Content-Length', '""'),
      ...questionFields.map((field) => line('proxy_set_header', field, values[field])),
    ]),
    block(`location ${refusedLocation}`, [
      remark(
        'A response to auth_request can only be 2xx, 401 or 403: what else was decided comes beside it.',
      ),
      line('auth_request', 'off'),
      ...[301, 302, 303, 307, 308].map((status) =>
        block(`if ($kerbgate_status = ${status})`, [line('return', String(status), '$kerbgate_location')]),
      ),
      ...[400, 404, 405, 410, 411, 413, 414, 417, 500, 503].map((status) =>
        block(`if ($kerbgate_status = ${status})`, [line('return', String(status))]),
      ),
      line('return', '403'),
    ]),
  ];
}
