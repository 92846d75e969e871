/** One product of AWS's price list, as far as a price can be read from it. */
export interface PriceListProduct {
  /** E.g. `usagetype`, `model`, `inferenceType`, `feature`, `regionCode`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** On-demand terms. */
  readonly prices: readonly {
    /** `1K tokens`, `hour`, `Model / month`, or whatever else is billed. */
    readonly unit: string;
    /** USD per unit; 0 for free tiers. */
    readonly usd: number;
  }[];
  /** Day of publication, `YYYY-MM-DD`. */
  readonly publishedOn?: string;
}

/** What a service costs. Reading it is free. */
export interface PriceList {
  /** Every product of a service in a region. Rows that cannot be read are left out. */
  products(
    request: {
      /** E.g. `AmazonBedrock`. */
      readonly serviceCode: string;
      readonly region: string;
      /** Only usage types that contain this, e.g. `Nova`. */
      readonly usageType?: string;
    },
    signal?: AbortSignal,
  ): AsyncIterable<PriceListProduct>;
}
