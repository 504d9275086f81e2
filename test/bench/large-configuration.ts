/** The lines of one `<Location>` of a large configuration, with an expression and a method limit. */
const section = (number: number, keytab: string): string => `<Location /app${number}/sub>
  AuthType GSSAPI
  AuthName "Site ${number}"
  GssapiCredStore keytab:${keytab}
  <If "%{REQUEST_URI} =~ m#^/app${number}/# && %{HTTP_HOST} == 'h${number}'">
    Require user u${number}@EXAMPLE.COM
  </If>
  <Limit POST>
    Require valid-user
  </Limit>
</Location>
`;

/** A configuration of so many Locations, eleven lines each, no two of them alike. */
export function largeConfiguration(sections: number, keytab: string): string {
  return Array.from({ length: sections }, (_, number) => section(number, keytab)).join('');
}
