export const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const short = (name: string): string => name.slice(0, 3);
const padded = (value: number, width: number, fill = '0'): string => String(value).padStart(width, fill);
const two = (value: number): string => padded(value, 2);

/** Minutes east of Greenwich as `+hhmm`. */
function offset(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

const { timeOrigin } = performance;

/** Microseconds since 1970. */
export function now(): number {
  return Math.round((timeOrigin + performance.now()) * 1000);
}

/** The common log format's time, in brackets: `[10/Oct/2000:13:55:36 -0700]`. */
export function commonTime(time: Date): string {
  const day = `${two(time.getDate())}/${short(months[time.getMonth()]!)}/${time.getFullYear()}`;
  return `[${day}:${clock(time)} ${offset(time)}]`;
}

function clock(time: Date): string {
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

let known = { second: Number.NaN, before: '', after: '' };

/** The error log's time where nothing else is asked for: what a second has in common is written once for it. */
export function plainErrorTime(microseconds: number): string {
  const second = Math.floor(microseconds / 1_000_000);
  if (second !== known.second) {
    const [before = '', after = ''] = errorTime(second * 1_000_000, { micro: true }).split('.000000');
    known = { second, before, after };
  }
  return `${known.before}.${padded(microseconds % 1_000_000, 6)}${known.after}`;
}

/** The error log's time; `microseconds` since 1970. Options as in `%{cuz}t`: compact, microseconds, zone. */
export function errorTime(microseconds: number, { compact = false, micro = false, zone = false }): string {
  const time = new Date(Math.floor(microseconds / 1000));
  const fraction = micro ? `.${padded(microseconds % 1_000_000, 6)}` : '';
  const east = zone ? ` ${offset(time)}` : '';
  if (compact) {
    const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    return `${day} ${clock(time)}${fraction}${east}`;
  }
  const day = `${short(days[time.getDay()]!)} ${short(months[time.getMonth()]!)} ${two(time.getDate())}`;
  return `${day} ${clock(time)}${fraction} ${time.getFullYear()}${east}`;
}

/** A time in the C locale by the conversions of strftime(3); an unknown one stays as it is written. */
export function formatTime(format: string, time: Date): string {
  return format.replace(/%[EO_0^#-]*([a-zA-Z%])/g, (written, letter: string) => {
    const convert = Object.hasOwn(conversions, letter) ? conversions[letter] : undefined;
    return convert ? convert(time) : written;
  });
}

const hour12 = (time: Date): number => time.getHours() % 12 || 12;

const dayOfYear = (time: Date): number =>
  Math.round(
    (Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) - Date.UTC(time.getFullYear(), 0, 1)) /
      86_400_000,
  );

/** Number of the week whose first day is Sunday (0) or Monday (1). */
const week = (time: Date, first: 0 | 1): number =>
  Math.floor((dayOfYear(time) + 7 - ((time.getDay() - first + 7) % 7)) / 7);

/** ISO 8601: a week belongs to the year that its Thursday is in. */
function isoWeek(time: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(
    time.getFullYear(),
    time.getMonth(),
    time.getDate() - ((time.getDay() + 6) % 7) + 3,
  );
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

const zoneName = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

const conversions: Readonly<Record<string, (time: Date) => string>> = {
  a: (time) => short(days[time.getDay()]!),
  A: (time) => days[time.getDay()]!,
  b: (time) => short(months[time.getMonth()]!),
  B: (time) => months[time.getMonth()]!,
  c: (time) => formatTime('%a %b %e %H:%M:%S %Y', time),
  C: (time) => two(Math.floor(time.getFullYear() / 100)),
  d: (time) => two(time.getDate()),
  D: (time) => formatTime('%m/%d/%y', time),
  e: (time) => padded(time.getDate(), 2, ' '),
  F: (time) => formatTime('%Y-%m-%d', time),
  g: (time) => two(isoWeek(time).year % 100),
  G: (time) => String(isoWeek(time).year),
  h: (time) => short(months[time.getMonth()]!),
  H: (time) => two(time.getHours()),
  I: (time) => two(hour12(time)),
  j: (time) => padded(dayOfYear(time) + 1, 3),
  k: (time) => padded(time.getHours(), 2, ' '),
  l: (time) => padded(hour12(time), 2, ' '),
  m: (time) => two(time.getMonth() + 1),
  M: (time) => two(time.getMinutes()),
  n: () => '\n',
  p: (time) => (time.getHours() < 12 ? 'AM' : 'PM'),
  P: (time) => (time.getHours() < 12 ? 'am' : 'pm'),
  r: (time) => formatTime('%I:%M:%S %p', time),
  R: (time) => formatTime('%H:%M', time),
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  S: (time) => two(time.getSeconds()),
  t: () => '\t',
  T: clock,
  u: (time) => String(time.getDay() || 7),
  U: (time) => two(week(time, 0)),
  V: (time) => two(isoWeek(time).week),
  w: (time) => String(time.getDay()),
  W: (time) => two(week(time, 1)),
  x: (time) => formatTime('%m/%d/%y', time),
  X: clock,
  y: (time) => two(time.getFullYear() % 100),
  Y: (time) => String(time.getFullYear()),
  z: offset,
  Z: (time) => zoneName.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '',
  '%': () => '%',
};
