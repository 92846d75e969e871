/**
 * Values that a pattern alone does not tell, by `service:Structure.member`. They are in the form of the service, and name nothing
 * that exists.
 */
export const NAMED_SAMPLES: Readonly<Record<string, unknown>> = {};
