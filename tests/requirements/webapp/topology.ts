import type { Fact, Proof } from "../proof";
import { TYPE, secretVariable, variable } from "../resources";
import { API_PROBE, DUMP, FRONTEND, HOME, POOLER, RECORD, RULESET, runs, SITE, STATISTICS, SUPABASE } from "./resources";

const YEAR_SECONDS = 31_536_000;
const DAY_SECONDS = 86_400;
const SERVICE = "service-frontend-service";

const cacheRule = (ref: string, property: string, equals: string | number | boolean): Fact => ({
  type: RULESET, name: "edge-cache", property: `rules[ref=${ref}].actionParameters.${property}`, equals,
});
const service = (property: string, equals: string | number | boolean): Fact => ({ type: TYPE.service, name: SERVICE, property, equals });
const frontend = (property: string, equals: string | number): Fact => ({
  type: TYPE.task, name: FRONTEND, property: `containerDefinitions[0].${property}`, equals,
});
const redirect = (property: string, equals: string | number): Fact => ({
  type: RULESET, name: "edge-redirects", property: `rules[ref=redirect-apex].${property}`, equals,
});
const siteRecord = (property: string, equals: string | boolean): Fact => ({ type: RECORD, name: `site-${SITE}`, property, equals });
const leadsToTheBalancer: Fact = {
  type: RECORD, name: `site-${SITE}`, property: "content", linksTo: { type: TYPE.loadBalancer, name: "web", output: "dnsName" },
};

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [
  {
    id: "WEB-001",
    what: "The system is webapp's production: its own account and network, and the site in two zones.",
    proofs: [
      ...["aws", "aws-backup-region"].flatMap((name): Fact[] => [
        { type: TYPE.awsProvider, name, property: "defaultTags.tags.System", equals: "webapp" },
        { type: TYPE.awsProvider, name, property: "defaultTags.tags.Environment", equals: "production" },
        { type: TYPE.awsProvider, name, property: "allowedAccountIds", equals: '["230000000001"]' },
      ]),
      { type: "aws:ecs/cluster:Cluster", name: "cluster-cluster", property: "name", equals: "webapp-production" },
      { type: "aws:ec2/vpc:Vpc", name: "network-vpc", property: "cidrBlock", equals: "10.60.0.0/16" },
      { type: TYPE.service, count: 1 },
      service("desiredCount", 2),
      service("networkConfiguration.subnets.length", 2),
      ...["a", "b"].flatMap((zone, index): Fact[] => [
        {
          type: TYPE.service, name: SERVICE, property: `networkConfiguration.subnets[${index}]`,
          linksTo: { type: TYPE.subnet, name: `network-${zone}-application`, output: "id" },
        },
        { type: TYPE.subnet, name: `network-${zone}-application`, property: "availabilityZone", equals: `us-east-1${zone}` },
      ]),
    ],
  },
  {
    id: "WEB-005",
    what: "The domain is a setting that all names come from; a site behind TLS always has one, so it may not be left out.",
    proofs: [
      { type: TYPE.certificate, name: "certificate", property: "domainName", equals: SITE },
      siteRecord("name", SITE),
      siteRecord("proxied", true),
      leadsToTheBalancer,
      { setting: "loadBalancer.domain", refuses: undefined, expected: /./ },
      { setting: "loadBalancer.domain", refuses: "https://www.webapp.example/", expected: /a host in lower case/ },
    ],
  },
  {
    id: "WEB-007",
    what: "The CDN keeps what has its own name for each version and nothing else, asks its other data centres first, and compresses.",
    proofs: [
      { type: RULESET, name: "edge-cache", property: "phase", equals: "http_request_cache_settings" },
      cacheRule("bypass", "cache", false),
      cacheRule("cache-assets", "cache", true),
      { type: "cloudflare:index/tieredCache:TieredCache", name: "edge-zone-tiered-cache", property: "value", equals: "on" },
      { type: RULESET, name: "edge-compression", property: "rules[0].actionParameters.algorithms", equals: [{ name: "brotli" }, { name: "gzip" }] },
      { type: "cloudflare:index/zoneSetting:ZoneSetting", name: "edge-zone-http3", property: "value", equals: "on" },
    ],
  },
  {
    id: "WEB-008",
    what: "The Supabase project stays outside: the site is told its address and key, the jobs its database; neither can be left out.",
    proofs: [
      variable(FRONTEND, "VITE_SUPABASE_URL", SUPABASE),
      secretVariable(FRONTEND, "VITE_SUPABASE_ANON_KEY", "secret-supabase-anon-key"),
      variable(`${DUMP}-task-definition`, "PGHOST", POOLER),
      variable(`${DUMP}-task-definition`, "PGDATABASE", "postgres"),
      variable(`${DUMP}-task-definition`, "PGUSER", "postgres.ijvhqqdfthchtittyvnt"),
      secretVariable(`${DUMP}-task-definition`, "PGPASSWORD", "secret-supabase-database", "password"),
      { type: TYPE.database, count: 0 },
      { setting: "externalDatabase", refuses: undefined, expected: /nothing: there is neither groundwork:database nor groundwork:externalDatabase/ },
      { setting: "externalDatabase.passwordSecret", refuses: "nobody:password", expected: /a secret of kind external/ },
    ],
  },
  {
    id: "WEB-011",
    what: "Edge functions are Supabase's and deployed to it; one is asked every five minutes, and people are called when it does not answer.",
    proofs: API_PROBE,
  },
  {
    id: "WEB-025",
    what: "A reserved domain stands for the document's placeholder; both are refused before going live.",
    proofs: [
      siteRecord("name", SITE),
      { type: TYPE.certificate, name: "certificate", property: "domainName", equals: SITE },
      { type: TYPE.listener, name: "web-http", property: "defaultActions[0].redirect.host", equals: SITE },
      { test: "tests/cli/go-live.spec.ts", title: "refuses this repository's own systems, whose contacts and account are reserved examples" },
      { test: "tests/workflows.spec.ts", title: "refuse placeholders first, run migrations before services, and look afterwards" },
    ],
  },
  {
    id: "WEB-027",
    what: "The edge sets the headers, and leads the bare domain to the site.",
    proofs: [
      { type: RULESET, name: "edge-headers", property: "phase", equals: "http_response_headers_transform" },
      { type: RULESET, name: "edge-redirects", property: "phase", equals: "http_request_dynamic_redirect" },
      redirect("expression", 'http.host in {"webapp.example"}'),
      redirect("actionParameters.fromValue.statusCode", 301),
      redirect("actionParameters.fromValue.targetUrl.expression", `concat("${HOME.url.slice(0, -1)}", http.request.uri.path)`),
      { type: RECORD, name: "site-webapp.example", property: "proxied", equals: true },
    ],
  },
  {
    id: "WEB-028",
    what: "Option C: the image of nginx and the built files has a repository, and runs as one service on Fargate.",
    proofs: [
      { type: TYPE.repository, name: "registry-webapp-frontend", property: "name", equals: "webapp-frontend" },
      frontend("image", "230000000001.dkr.ecr.us-east-1.amazonaws.com/webapp-frontend:1.0.0"),
      { type: TYPE.task, name: FRONTEND, property: "requiresCompatibilities", equals: ["FARGATE"] },
      { type: TYPE.service, name: SERVICE, property: "taskDefinition", linksTo: { type: TYPE.task, name: FRONTEND, output: "arn" } },
      { type: TYPE.service, count: 1 },
    ],
  },
  {
    id: "WEB-030",
    what: "nginx listens on port 80 without being root, which the task's network allows it.",
    proofs: [
      frontend("portMappings[0].containerPort", 80),
      frontend("user", "101:101"),
      frontend("systemControls[namespace=net.ipv4.ip_unprivileged_port_start].value", "80"),
      { type: TYPE.targetGroup, name: /^web-frontend(-alternate)?$/, property: "port", equals: 80 },
      service("loadBalancers[0].containerPort", 80),
      { openings: "ingress", of: "firewall-frontend", exactly: ["firewall-load-balancer -> firewall-frontend:80"] },
    ],
  },
  {
    id: "WEB-057",
    what: "Browsers keep what has a hash in its name for a year, images for a day, and ask for pages each time.",
    proofs: [
      cacheRule("cache-assets", "browserTtl.mode", "override_origin"),
      cacheRule("cache-assets", "browserTtl.default", YEAR_SECONDS),
      cacheRule("cache-images", "browserTtl.default", DAY_SECONDS),
    ],
  },
  {
    id: "WEB-058",
    what: "The page asks Supabase's API, which pools; the jobs go through its session pooler. The slow statements that want an index are listed.",
    proofs: [
      { type: TYPE.task, name: /^(database-jobs-|backup-backup-database).*-task-definition$/, property: "containerDefinitions[0].environment[name=PGHOST].value", equals: POOLER },
      { type: TYPE.task, name: /^(database-jobs-|backup-backup-database).*-task-definition$/, property: "containerDefinitions[0].environment[name=PGPORT].value", equals: "5432" },
      runs(STATISTICS, "pg_stat_statements"),
      { openings: "egress", of: "firewall-frontend", port: 5432, exactly: [] },
    ],
  },
  {
    id: "WEB-059",
    what: "The site is reached through the CDN alone, which keeps assets for a year and images for a day.",
    proofs: [
      cacheRule("cache-assets", "edgeTtl.mode", "override_origin"),
      cacheRule("cache-assets", "edgeTtl.default", YEAR_SECONDS),
      cacheRule("cache-images", "edgeTtl.default", DAY_SECONDS),
      { type: RULESET, name: "edge-cache", property: "rules[ref=cache-assets].expression", includes: 'starts_with(http.request.uri.path, "/assets/")' },
      siteRecord("proxied", true),
      {
        openings: "ingress",
        of: "firewall-load-balancer",
        exactly: ["edge-addresses-cloudflare-ipv4 -> firewall-load-balancer:443", "edge-addresses-cloudflare-ipv6 -> firewall-load-balancer:443"],
      },
    ],
  },
];
