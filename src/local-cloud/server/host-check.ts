/**
 * Names under which a client on this machine reaches the cloud. Any other Host header comes from a page whose domain was rebound to
 * 127.0.0.1 and must not reach the user's files.
 */
const LOCAL_HOST = /^(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.)?localhost)(?::\d{1,5})?$/i;

/** True for loopback addresses, `localhost` and names below it, such as `<bucket>.s3.localhost`. */
export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && LOCAL_HOST.test(host);
}

/**
 * False for requests that a web page of another site makes. A page can send signed-looking requests without asking first, and signatures
 * are not verified by default. AWS clients send no Origin.
 */
export function isLocalOrigin(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && isLocalHost(new URL(origin).host);
}

/** True for an address that only this machine can reach. */
export function isLoopbackAddress(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === 'localhost';
}
