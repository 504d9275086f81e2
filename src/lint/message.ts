/** Messages of a rule by name; `{hole}` in lower case is filled in by whoever reports. */
export type Messages = Readonly<Record<string, string>>;

type HolesOf<T extends string> = T extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends Lowercase<Hole> ? Hole : never) | HolesOf<Rest>
  : never;

/** `fill` has a text for each hole of a message; without holes it is left out. */
export type FilledHoles<T extends string> = [HolesOf<T>] extends [never]
  ? { readonly fill?: never }
  : { readonly fill: { readonly [Hole in HolesOf<T>]: string } };

/** The message with its holes filled. */
export function worded(message: string, fill: Readonly<Record<string, string>> = {}): string {
  return message.replace(/\{([a-z]+)\}/g, (hole, name: string) => fill[name] ?? hole);
}
