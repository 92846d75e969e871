/** Whether a URL leads to this machine. */
export const isLoopback = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    hostname === '[::1]' || hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.')
  );
};
