/**
 * Credentials every local cloud accepts, whatever its settings. They open nothing elsewhere: the cloud listens on loopback only.
 * With `signatures: 'form'` any other credentials do as well; an access key of 12 digits acts for the account of that number.
 */
export const LOCAL_CREDENTIALS = {
  accessKeyId: 'AKIALOCALNOVATUNE000',
  secretAccessKey: 'local-cloud-secret-access-key-0000000000',
} as const;
