const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A moment taken apart, in local time or GMT. */
interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  readonly zone: string;
  readonly milliseconds: number;
}

/** A moment in milliseconds since 1970 in the form of strftime, in the C locale (ap_ht_time). */
export function formatTime(milliseconds: number, format: string, gmt: boolean): string {
  const parts = gmt ? inGmt(new Date(milliseconds)) : inLocalTime(new Date(milliseconds));
  return format.replace(/%[EO]?([A-Za-z%])/g, (whole, letter: string) => fields[letter]?.(parts) ?? whole);
}

function inGmt(date: Date): Parts {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    offset: 0,
    zone: 'GMT',
    milliseconds: date.getTime(),
  };
}

function inLocalTime(date: Date): Parts {
  return {
    year: date.getFullYear(),
    month: date.getMonth(),
    day: date.getDate(),
    weekday: date.getDay(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    offset: -date.getTimezoneOffset(),
    zone: zoneName(date),
    milliseconds: date.getTime(),
  };
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

const padded = (value: number, width = 2, fill = '0'): string => String(value).padStart(width, fill);
const twelve = ({ hour }: Parts): number => ((hour + 11) % 12) + 1;
const clock = (parts: Parts): string =>
  `${padded(parts.hour)}:${padded(parts.minute)}:${padded(parts.second)}`;
const american = ({ month, day, year }: Parts): string =>
  `${padded(month + 1)}/${padded(day)}/${padded(year % 100)}`;
const half = ({ hour }: Parts): string => (hour < 12 ? 'AM' : 'PM');

const fields: Readonly<Record<string, (parts: Parts) => string>> = {
  '%': () => '%',
  A: ({ weekday }) => days[weekday]!,
  a: ({ weekday }) => days[weekday]!.slice(0, 3),
  B: ({ month }) => months[month]!,
  b: ({ month }) => months[month]!.slice(0, 3),
  h: ({ month }) => months[month]!.slice(0, 3),
  C: ({ year }) => padded(Math.trunc(year / 100)),
  c: (parts) =>
    `${days[parts.weekday]!.slice(0, 3)} ${months[parts.month]!.slice(0, 3)} ${padded(parts.day, 2, ' ')} ${clock(parts)} ${parts.year}`,
  D: american,
  d: ({ day }) => padded(day),
  e: ({ day }) => padded(day, 2, ' '),
  F: ({ year, month, day }) => `${year}-${padded(month + 1)}-${padded(day)}`,
  G: (parts) => String(weekOf(parts).year),
  g: (parts) => padded(weekOf(parts).year % 100),
  H: ({ hour }) => padded(hour),
  I: (parts) => padded(twelve(parts)),
  j: (parts) => padded(dayOfYear(parts) + 1, 3),
  k: ({ hour }) => padded(hour, 2, ' '),
  l: (parts) => padded(twelve(parts), 2, ' '),
  M: ({ minute }) => padded(minute),
  m: ({ month }) => padded(month + 1),
  n: () => '\n',
  P: (parts) => half(parts).toLowerCase(),
  p: half,
  R: ({ hour, minute }) => `${padded(hour)}:${padded(minute)}`,
  r: (parts) => `${padded(twelve(parts))}:${padded(parts.minute)}:${padded(parts.second)} ${half(parts)}`,
  S: ({ second }) => padded(second),
  s: ({ milliseconds }) => String(Math.floor(milliseconds / 1000)),
  T: clock,
  t: () => '\t',
  U: (parts) => padded(Math.floor((dayOfYear(parts) + 7 - parts.weekday) / 7)),
  u: ({ weekday }) => String(weekday === 0 ? 7 : weekday),
  V: (parts) => padded(weekOf(parts).week),
  W: (parts) => padded(Math.floor((dayOfYear(parts) + 7 - ((parts.weekday + 6) % 7)) / 7)),
  w: ({ weekday }) => String(weekday),
  X: clock,
  x: american,
  Y: ({ year }) => String(year),
  y: ({ year }) => padded(year % 100),
  Z: ({ zone }) => zone,
  z: ({ offset }) =>
    `${offset < 0 ? '-' : '+'}${padded(Math.floor(Math.abs(offset) / 60))}${padded(Math.abs(offset) % 60)}`,
};

const day = 86_400_000;

function dayOfYear({ year, month, day: of }: Parts): number {
  return Math.round((Date.UTC(year, month, of) - Date.UTC(year, 0, 1)) / day);
}

/** The week of ISO 8601: it belongs to the year that has its Thursday. */
function weekOf(parts: Parts): { readonly year: number; readonly week: number } {
  const thursday = new Date(
    Date.UTC(parts.year, parts.month, parts.day) + (3 - ((parts.weekday + 6) % 7)) * day,
  );
  const year = thursday.getUTCFullYear();
  return { year, week: 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / day / 7) };
}
