export interface Connection {
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly databaseName: string;
  /** What `url` carries besides the demand for TLS, `pgbouncer=true&connection_limit=20`. Empty: nothing. */
  readonly urlParameters: string;
}

/**
 * The JSON of a database role's secret, written by the program for the first password and by the rotation function for all
 * later ones: every form of the credential is made anew from the same parts. The two drivers spell the demand for TLS
 * differently: libpq `sslmode`, asyncpg `ssl`, which refuses parameters that it doesn't know.
 */
export function connectionSecret({ username, password, host, port, databaseName, urlParameters }: Connection): string {
  const target = `${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host}:${port}/${databaseName}`;
  const parameters = [...(urlParameters === "" ? [] : [urlParameters]), "sslmode=require"].join("&");
  return JSON.stringify({
    username,
    password,
    host,
    port,
    dbname: databaseName,
    url: `postgresql://${target}?${parameters}`,
    urlAsync: `postgresql+asyncpg://${target}?ssl=require`,
  });
}
