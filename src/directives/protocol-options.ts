import { type ArgumentProblem, type ArgumentShape, choice, type Home, iterate } from './args.js';
import { earlier } from './known/earlier.js';

const options = [
  'Allow0.9',
  'Require1.0',
  'Strict',
  'Unsafe',
  'RegisteredMethods',
  'LenientMethods',
] as const;

/** One word of HttpProtocolOptions. */
export type ProtocolOption = (typeof options)[number];

const exclusive: readonly (readonly [ProtocolOption, ProtocolOption])[] = [
  ['Allow0.9', 'Require1.0'],
  ['Strict', 'Unsafe'],
  ['RegisteredMethods', 'LenientMethods'],
];

const shape = iterate(
  "'Allow0.9' or 'Require1.0' (default); 'RegisteredMethods' or 'LenientMethods' (default); 'Unsafe' or 'Strict' (default). Sets HTTP acceptance rules",
  choice(
    options,
    "HttpProtocolOptions accepts 'Unsafe' or 'Strict' (default), 'RegisteredMethods' or 'LenientMethods' (default), and 'Require1.0' or 'Allow0.9' (default)",
  ),
);

const chosenFor = earlier(() => new Set<ProtocolOption>());

/** HttpProtocolOptions: what goes against another, also one of an earlier line of the same server, is refused. */
export const protocolOptions: ArgumentShape<readonly ProtocolOption[]> = {
  ...shape,
  parse: (input) => {
    const parsed = shape.parse(input);
    if ('problem' in parsed) return parsed;
    return clash(input.home, parsed.value) ?? parsed;
  },
};

function clash({ server }: Home, added: readonly ProtocolOption[]): ArgumentProblem | undefined {
  const chosen = chosenFor(server);
  for (const option of added) {
    chosen.add(option);
    const pair = exclusive.find((each) => each.every((one) => chosen.has(one)));
    if (!pair) continue;
    chosen.delete(option);
    return { problem: `HttpProtocolOptions '${pair[0]}' and '${pair[1]}' are mutually exclusive` };
  }
  return undefined;
}
