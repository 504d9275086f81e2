/** Whether the other side's certificate is asked for, and what becomes of one that cannot be verified. */
export type ClientVerification = 'none' | 'optional' | 'require' | 'optional_no_ca';

/** A version of TLS. */
export type TlsProtocol = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
