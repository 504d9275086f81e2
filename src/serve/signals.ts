/** What signals ask of a server, as httpd's mpm_common reads them. */
export interface SignalActions {
  /** TERM, and INT from a terminal. */
  stop(signal: string): void;
  /** WINCH. */
  gracefulStop(): void;
  /** HUP. */
  restart(): void;
  /** USR1. */
  gracefulRestart(): void;
}

/** Listens for signals until the returned function is called. */
export function onSignals(actions: SignalActions): () => void {
  const handlers = {
    SIGTERM: () => actions.stop('SIGTERM'),
    SIGINT: () => actions.stop('SIGINT'),
    // A terminal sends WINCH whenever its window changes: then it is no request to stop.
    SIGWINCH: () => {
      if (!process.stdin.isTTY) actions.gracefulStop();
    },
    SIGHUP: () => actions.restart(),
    SIGUSR1: () => actions.gracefulRestart(),
  } as const;
  const entries = Object.entries(handlers) as [keyof typeof handlers, () => void][];
  for (const [signal, handler] of entries) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of entries) process.off(signal, handler);
  };
}
