import type { MadePlace } from './made-place.js';

/** What a section may say about authorization. */
const rules: readonly (readonly string[])[] = [
  [],
  ['Require all granted'],
  ['Require all denied'],
  ['Require user alice'],
  ['<RequireAll>', 'Require valid-user', 'Require not user alice', '</RequireAll>'],
  ['<Limit POST>', 'Require user bob', '</Limit>'],
  ['AuthzSendForbiddenOnFailure On'],
];

const mergings = [undefined, 'Off', 'And', 'Or'] as const;

const requests = ['GET PATH', 'GET PATH basic:alice:pw', 'GET PATH basic:bob:pw'] as const;

const mergingLine = (merging: (typeof mergings)[number]): readonly string[] =>
  merging === undefined ? [] : [`AuthMerging ${merging}`];

const section = (path: string, ...lines: readonly string[]): string =>
  [`<Location ${path}>`, ...lines, '</Location>'].join('\n');

/** Every rule inside every other, with every AuthMerging; and a third section inside of some. */
export function mergedPlaces(): readonly MadePlace[] {
  const places: MadePlace[] = [];
  for (const outer of rules) {
    for (const inner of rules) {
      for (const merging of mergings) {
        const outside = `/at/${places.length}`;
        const inside = `${outside}/in`;
        const text = [section(outside, ...outer), section(inside, ...mergingLine(merging), ...inner)];
        places.push({ path: inside, text: text.join('\n'), requests });
      }
    }
  }
  return [...places, ...thirdSections(places.length)];
}

function thirdSections(from: number): readonly MadePlace[] {
  const some = rules.slice(0, 5);
  return mergings.flatMap((second, row) =>
    mergings.flatMap((third, column) =>
      some.map((rule, index) => {
        const outside = `/at/${from + (row * mergings.length + column) * some.length + index}`;
        const text = [
          section(outside, 'Require user bob', 'AuthMerging And'),
          section(`${outside}/in`, ...mergingLine(second), ...rule),
          section(`${outside}/in/deep`, ...mergingLine(third), 'Require user alice'),
        ];
        return { path: `${outside}/in/deep`, text: text.join('\n'), requests };
      }),
    ),
  );
}
