/**
 * The fields of a question, each with what nginx has to put into it. The server in front sets all of them at each question, so that nothing has
 * to be guessed and nothing that a client sends under such a name gets through. nginx leaves a field out whose value is empty, hence the space
 * before values that may be: it is no part of the value.
 */
export const questionValues = {
  'X-Original-Method': '$request_method',
  'X-Original-URI': '$request_uri',
  'X-Original-Protocol': '$server_protocol',
  'X-Original-Scheme': '$scheme',
  'X-Original-TLS': '"$ssl_protocol $ssl_cipher"',
  /** The name as the client sent it may hold what would end the line: a map lets only names through. */
  'X-Original-TLS-Name': '" $kerbgate_tls_name"',
  'X-Original-Client': '"$remote_addr $remote_port"',
  'X-Original-Address': '"$server_addr $server_port"',
  /** The name of the server (server-label.ts). */
  'X-Original-Server': 'www.example.test',
  /** Another value for files and for what is served as it was sent (auth-request.ts). */
  'X-Original-Serves': '"upstream http://127.0.0.1:8080"',
  /** Names of request fields that are wanted behind the decision. */
  'X-Original-Fields': '" "',
  'X-Original-Connection': '" $http_connection"',
  'X-Original-Content-Length': '" $http_content_length"',
  'X-Original-Transfer-Encoding': '" $http_transfer_encoding"',
  'X-Original-Expect': '" $http_expect"',
  'X-Original-Upgrade': '" $http_upgrade"',
  'X-Original-TE': '" $http_te"',
  'X-Original-Keep-Alive': '" $http_keep_alive"',
} as const;

export type QuestionField = keyof typeof questionValues;

export const questionFields = Object.keys(questionValues) as readonly QuestionField[];

/** Fields of the client's that a question cannot have itself, since they are about its body and connection; conditions may look at them. */
export const toldApart: ReadonlySet<QuestionField> = new Set(
  questionFields.slice(questionFields.indexOf('X-Original-Connection')),
);

/** The map that a name has to go through, in the http block. */
export const nameMap = {
  head: 'map $ssl_server_name $kerbgate_tls_name',
  lines: [
    ['"~^[A-Za-z0-9._-]+\\z"', '$ssl_server_name'],
    ['default', '""'],
  ],
} as const;

/** The line of nginx that sets a field, and the map that it needs. */
export function questionLine(name: QuestionField): string {
  const line = `proxy_set_header ${name} ${questionValues[name]};`;
  if (name !== 'X-Original-TLS-Name') return line;
  const lines = nameMap.lines.map(([from, to]) => `${from} ${to};`).join(' ');
  return `${line} and in the http block: ${nameMap.head} { ${lines} }`;
}
