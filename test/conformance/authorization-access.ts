import type { MadePlace } from './made-place.js';

const orders = [undefined, 'allow,deny', 'deny,allow', 'mutual-failure'] as const;
const satisfactions = [undefined, 'All', 'Any'] as const;
const allows = [undefined, '127.0.0.0/8', '10.0.0.0/8', 'all'] as const;
const denials = [undefined, '127.0.0.1', '10.0.0.1', 'env=MARK'] as const;
const requirements = [undefined, 'all granted', 'all denied', 'valid-user'] as const;

const requests = ['GET PATH', 'GET PATH basic:alice:pw {X-Mark: 1}'] as const;

const line = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`${name} ${value}`];

/** Every Order with every Allow, Deny, Satisfy and Require. */
export function accessPlaces(): readonly MadePlace[] {
  const sections = orders.flatMap((order) =>
    allows.flatMap((allow) =>
      denials.flatMap((deny) =>
        satisfactions.flatMap((satisfy) =>
          requirements.map((requirement) => [
            ...line('Order', order),
            ...line('Allow from', allow),
            ...line('Deny from', deny),
            ...line('Satisfy', satisfy),
            ...line('Require', requirement),
          ]),
        ),
      ),
    ),
  );
  return sections.map((lines, index) => {
    const path = `/at/${index}.`;
    return { path, text: [`<Location ${path}>`, ...lines, '</Location>'].join('\n'), requests };
  });
}
