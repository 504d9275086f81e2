/** Bytes of a body where nothing is said about it; nginx keeps what goes to an upstream within that, too, which httpd does not count. */
export const usualBodyLimit = 1024 ** 3;

/** What httpd takes of the head of a request where nothing is said about it; nginx takes about the same, and does not count fields. */
export const usualHeadLimits = {
  limitRequestLine: 8190,
  limitRequestFieldSize: 8190,
  limitRequestFields: 100,
} as const;
