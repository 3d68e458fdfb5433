/** Names whose value is a secret by what they say, `SECRET_KEY`, `SMTP_PASSWORD`, `SENTRY_DSN`. */
const SECRET_WORD = /SECRET|PASSW(OR)?D|TOKEN|CREDENTIAL|PRIVATE_?KEY|API_?KEY|(^|_)KEYS?($|_)|(^|_)DSN($|_)|(^|_)AUTH$/;
/** Names that only speak about a secret, `ACCESS_TOKEN_EXPIRE_MINUTES`. */
const ABOUT_A_SECRET = /_(EXPIRE\w*|MINUTES|HOURS|DAYS|SECONDS|TTL|LENGTH|ENABLED|ALGORITHM|NAME|ARN|ENDPOINT|ISSUER)$/;
/** What a browser gets is no secret, though it may be called a key; what is called a secret must not get there. https://vite.dev/guide/env-and-mode */
const FOR_BROWSERS = /^(VITE|NEXT_PUBLIC|REACT_APP)_(?!\w*(SECRET|PASSW|PRIVATE|CREDENTIAL))/;
/** Addresses that carry a password by custom, even where this one's has none. */
const CONNECTION_URL = /^(\w+_)?(DATABASE|DB|POSTGRES(QL)?|REDIS|CACHE|MONGO(DB)?|AMQP|RABBITMQ|BROKER)_UR[IL](_\w+)?$/;
const SECRET_VALUE =
  /:\/\/[^/\s]*:[^/\s]*@|(AKIA|ASIA)[0-9A-Z]{16}|eyJ[\w-]{8,}\.|-----BEGIN [A-Z ]*PRIVATE KEY|(ghp|gho|xox[abp]|sk|sk_live)[_-]\w{16,}/;
/** A key of Clerk or Stripe that only a browser should have; elsewhere somebody took it for the secret one. */
const PUBLISHABLE_VALUE = /pk_(live|test)_\w{16,}/;

/**
 * Why a variable's value must be a secret, as a phrase that follows "expected" and never holds the value; undefined where
 * it may be plain.
 */
export function clearTextProblem(variable: string, value: string): string | undefined {
  const name = variable.toUpperCase();
  const forBrowsers = FOR_BROWSERS.test(name);
  if (SECRET_WORD.test(name) && !ABOUT_A_SECRET.test(name) && !forBrowsers) {
    return `${variable} under secrets, not environment: by its name the value is a secret, and everybody can read this file`;
  }
  if (CONNECTION_URL.test(name)) {
    return `${variable} under secrets, not environment: such an address holds a password`;
  }
  if (SECRET_VALUE.test(value) || (PUBLISHABLE_VALUE.test(value) && !forBrowsers)) {
    return `${variable} under secrets, not environment: the value looks like a credential`;
  }
  return undefined;
}
