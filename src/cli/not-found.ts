/** A thing that was named and does not exist. */
export async function notFound(message: string): Promise<Error> {
  const { CloudError } = await import('../toolkit/index.ts');
  return new CloudError('not-found', message);
}
