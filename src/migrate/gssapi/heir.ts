import type { Line } from '../../lint/line.js';
import type { Room } from './room.js';

/** A section with AuthType Kerberos that takes its settings from its server, or the module's defaults. */
export interface Heir {
  readonly room: Room;
  readonly authType: Line;
  /** The server's lines in force there. */
  readonly lines: readonly Line[];
  /** Whether other sections say something for some of its requests, which lines of its own would take the place of. */
  readonly isShared: boolean;
  /** Whether its servers say different things for it; the lines are those of all. */
  readonly isMixed?: true;
}
