/** A path template such as `/model/{modelId}/converse` or `/{Key+}`. */
export interface UriTemplate {
  readonly method: string;
  /** Matches a percent-encoded path; one group per label. */
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** Query parameters the template itself demands, e.g. `uploads` or `list-type=2`. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** `x-id` of the template, with which SDK clients name the operation when routes collide. */
  readonly hint: string | undefined;
  /** Literal path segments: more is more specific. */
  readonly literals: number;
}

/** Compiles a Smithy `http` trait's URI. */
export function parseUriTemplate(method: string, uri: string): UriTemplate {
  const [path = '/', queryText = ''] = uri.split('?', 2);
  const labels: string[] = [];
  let literals = 0;
  const segments = path.split('/').slice(1);
  const source = segments.map((segment) => {
    const label = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (!label) {
      if (segment !== '') literals += 1;
      return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    labels.push(label[1] ?? '');
    return label[2] === '+' ? '(.+)' : '([^/]+)';
  });
  const parameters = [...new URLSearchParams(queryText)];
  return {
    method,
    pattern: new RegExp(`^/${source.join('/')}/?$`, 's'),
    labels,
    query: parameters.filter(([name]) => name !== 'x-id'),
    hint: parameters.find(([name]) => name === 'x-id')?.[1],
    literals,
  };
}

/**
 * @returns label values, decoded, or undefined when the path is not of this template.
 * @throws {URIError} when a label is not valid percent-encoded UTF-8.
 */
export function matchPath(template: UriTemplate, path: string): Record<string, string> | undefined {
  const match = template.pattern.exec(path);
  if (!match) return undefined;
  const values: Record<string, string> = {};
  template.labels.forEach((label, index) => {
    values[label] = decodeURIComponent(match[index + 1] ?? '');
  });
  return values;
}
