const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const fixdate = /^[A-Za-z]+, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)\b/;
const rfc850 = /^[A-Za-z]+, (\d\d)-([A-Z][a-z]{2})-(\d\d) (\d\d):(\d\d):(\d\d)\b/;
const asctime = /^[A-Za-z]+ ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})/;

type DateParts = readonly (string | undefined)[];

function seconds([day, month, year, hour, minute, second]: DateParts): number | undefined {
  const index = months.indexOf(month!);
  const numbers = [Number(day), Number(hour), Number(minute), Number(second)] as const;
  if (index < 0 || numbers[0] < 1 || numbers[1] > 23 || numbers[2] > 59 || numbers[3] > 60) return undefined;
  const time = Date.UTC(Number(year), index, ...numbers);
  return new Date(time).getUTCMonth() === index ? time / 1000 : undefined;
}

/** A two-digit year as apr_date_parse_http reads it: below 70 is this century. */
function fullYear(year: string): string {
  return Number(year) < 70 ? `20${year}` : `19${year}`;
}

/**
 * Seconds since 1970 of an HTTP-date in any of its three forms (RFC 9110 §5.6.7), or undefined. Stricter than
 * Date.parse, which also takes ISO dates that httpd does not.
 */
export function parseHttpDate(text: string): number | undefined {
  const fixed = fixdate.exec(text);
  if (fixed) return seconds(fixed.slice(1));
  const old = rfc850.exec(text);
  if (old) return seconds([old[1], old[2], fullYear(old[3]!), ...old.slice(4)]);
  const c = asctime.exec(text);
  return c ? seconds([c[2], c[1], c[6], c[3], c[4], c[5]]) : undefined;
}

/** The IMF-fixdate form of seconds since 1970. */
export function formatHttpDate(time: number): string {
  return new Date(time * 1000).toUTCString();
}
