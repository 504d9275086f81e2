import { gssapi } from './library.js';
import { copyOf, memory } from './memory.js';

/** gss_channel_bindings_t and what it points to; both must live as long as the call. */
export interface ChannelBindings {
  readonly structure: Buffer;
  readonly data: Buffer;
}

/** Offsets of gss_channel_bindings_struct (RFC 2744 §3.11), which has two addresses before its data. */
const size = 64;
const dataLength = 48;
const dataAddress = 56;

/** Bindings of application data alone, without addresses, as clients of RFC 5929 make them. A byte string. */
export function channelBindings(applicationData: string): ChannelBindings {
  const structure = memory(size);
  const data = copyOf(Buffer.from(applicationData, 'latin1'));
  structure.writeBigUInt64LE(BigInt(data.length), dataLength);
  structure.writeBigUInt64LE(gssapi().address(data), dataAddress);
  return { structure, data };
}
