/** Names under which secrets are kept, also those of variables. Account ids and key ids of KMS are none. */
const NAME =
  /(secret|password|passwd|session_?token|access_?key|api_?key|private_?key|credential|bearer|_token$|^token$)/i;

/** Texts that are secrets by their look: AWS access keys, tokens of Hugging Face, GitHub and PyPI, private keys. */
const VALUE =
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bhf_[A-Za-z0-9]{30,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

export const isSecretName = (name: string): boolean => NAME.test(name);
export const isSecretValue = (value: string): boolean => VALUE.test(value);
