import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { isLoopback } from './loopback.ts';

/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case. This machine is never behind one.
 * @returns undefined when the call goes straight.
 */
export function proxyFor(url: string): string | undefined {
  if (isLoopback(url)) return undefined;
  return getProxyForUrl(url) || undefined;
}

type Connect = HttpsProxyAgent<string>['connect'];

/** Trusts further authorities behind the tunnel as well: the agent itself uses them for the proxy alone. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #ca: string | undefined;

  constructor(proxy: string, sockets: { readonly keepAlive: boolean; readonly maxSockets: number }, ca?: string) {
    super(proxy, { ...sockets, ...(ca && { ca }) });
    this.#ca = ca;
  }

  override connect(request: Parameters<Connect>[0], options: Parameters<Connect>[1]): ReturnType<Connect> {
    const trusting = this.#ca && options.secureEndpoint ? { ...options, ca: this.#ca } : options;
    return super.connect(request, trusting);
  }
}

/** An agent that reaches its hosts through a proxy, by `CONNECT`. */
export const tunnelAgent = (
  proxy: string,
  sockets: { readonly keepAlive: boolean; readonly maxSockets: number },
  caBundle?: string,
): HttpsProxyAgent<string> => new TunnelAgent(proxy, sockets, caBundle);

/** Sends each request straight or through the proxy that the environment names for its host. Handlers are made on first use. */
export class ProxyingHandler implements HttpHandler<NodeHttpHandlerOptions> {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #make: (proxy: string | undefined) => NodeHttpHandler;
  readonly #handlers = new Map<string, NodeHttpHandler>();

  constructor(make: (proxy: string | undefined) => NodeHttpHandler) {
    this.#make = make;
  }

  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> {
    const { protocol, hostname, port } = request;
    return this.#handlerOf(proxyFor(`${protocol}//${hostname}${port ? `:${port}` : ''}`)).handle(request, options);
  }

  destroy(): void {
    for (const handler of this.#handlers.values()) handler.destroy();
    this.#handlers.clear();
  }

  updateHttpClientConfig(key: keyof NodeHttpHandlerOptions, value: NodeHttpHandlerOptions[typeof key]): void {
    for (const handler of this.#handlers.values()) handler.updateHttpClientConfig(key, value);
  }

  httpHandlerConfigs(): NodeHttpHandlerOptions {
    return this.#handlerOf(undefined).httpHandlerConfigs();
  }

  #handlerOf(proxy: string | undefined): NodeHttpHandler {
    const key = proxy ?? '';
    let handler = this.#handlers.get(key);
    if (handler === undefined) {
      handler = this.#make(proxy);
      this.#handlers.set(key, handler);
    }
    return handler;
  }
}
