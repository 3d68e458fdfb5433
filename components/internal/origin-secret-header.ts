/**
 * The header by which the origin knows that a request came through our own zone. Cloudflare's addresses alone say only that
 * it came through Cloudflare, and everybody can have a zone or a worker there.
 */
export const ORIGIN_SECRET_HEADER = "X-Origin-Secret";

/** What such a secret looks like: nothing that a regular expression or a header would read otherwise. */
export const ORIGIN_SECRET_FORM = /^[A-Za-z0-9]{32,128}$/;

/** The header in which Cloudflare names its client. https://developers.cloudflare.com/fundamentals/reference/http-headers/ */
export const EDGE_CLIENT_HEADER = "CF-Connecting-IP";
