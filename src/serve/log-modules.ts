/** httpd's modules, and the numbers of their lines that kerbgate writes too. */
const codes: Readonly<Record<string, string>> = {
  access_compat: '01797',
  alias: '00674 02825 02826',
  allowmethods: '01623',
  auth_basic: '01614 01615 01616 01617 01618 02455 02456 02457 02458 02459 02493',
  authn_anon: '01672',
  authn_core: '01796 02834 02835',
  authn_file: '01619 01620 01621 01622',
  authz_core: '01625 01626 01627 01629 01630 01631 02320',
  authz_groupfile: '01664 01665 01666 01667 01668 01669 01670 01671 02592',
  authz_host: '01753 02593 03354 03356',
  authz_owner: '01633 01634 01636 01637 01638 01639 01641',
  authz_user: '02594',
  autoindex: '01276',
  cgi: '01260 01261 01262 01263',
  core: '00011 00025 00026 00027 00035 00037 00039 00094 00098 00128 00129 00169 00550 00561 00563 00565 00569 00570 02421 02422 02841 03154 03448 10156 10157 10244',
  headers: '01501 02557',
  http: '01585 02430',
  log_config: '00644 00646',
  mpm_prefork: '00489 00492 00493 00494',
  proxy: '01136',
  session: '01815',
  setenvif: '01505',
};

/** Whose lines are kerbgate's own. */
export const ownModule = 'kerbgate';

const modules = new Map(
  Object.entries(codes).flatMap(([module, numbers]) =>
    numbers.split(' ').map((number) => [`AH${number}`, module]),
  ),
);

/** Whose line it is, in httpd's short form; what no module of httpd says is kerbgate's own. */
export function moduleOf(code: string | undefined, module: string | undefined): string {
  return module ?? (code === undefined ? undefined : modules.get(code)) ?? ownModule;
}
