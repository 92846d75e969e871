/** The package publishes no declarations. */
declare module 'proxy-from-env' {
  /** The proxy for a URL by `<scheme>_proxy`, `all_proxy` and `no_proxy` in either case; empty when there is none. */
  export function getProxyForUrl(url: string | URL): string;
}
