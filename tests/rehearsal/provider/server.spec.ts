import { strict as assert } from "node:assert";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Provider, Subject } from "../../../rehearsal/provider/provider";
import { serve } from "../../../rehearsal/provider/server";
import type { RunningProvider } from "../../../rehearsal/provider/server";
import { fromStruct, hasUnknown, toStruct, UNKNOWN } from "../../../rehearsal/provider/struct";
import type { Properties } from "../../../rehearsal/provider/struct";

const URN = "urn:pulumi:production::fixture::groundwork:network:Network$aws:ec2/vpc:Vpc::main::with colons";

describe("a provider server", () => {
  let running: RunningProvider;
  let subjects: Subject[];
  let clients: ResourceProviderClient[];

  const connect = (): ResourceProviderClient => {
    // A pool that two clients share would make them one connection.
    const client = new ResourceProviderClient(`127.0.0.1:${running.port}`, grpc.credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    clients.push(client);
    return client;
  };
  const answer = <Response>(call: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown) =>
    new Promise<Response>((resolve, reject) => call((error, response) => (error === null ? resolve(response) : reject(error))));
  const configure = (client: ResourceProviderClient, args: Properties) => {
    const request = new messages.ConfigureRequest();
    request.setArgs(toStruct(args));
    return answer<messages.ConfigureResponse>((done) => client.configure(request, done));
  };
  const create = (client: ResourceProviderClient, properties: Properties) => {
    const request = new messages.CreateRequest();
    request.setUrn(URN);
    request.setProperties(toStruct(properties));
    return answer<messages.CreateResponse>((done) => client.create(request, done));
  };

  beforeEach(async () => {
    subjects = [];
    clients = [];
    const provider: Provider = {
      packageName: "aws",
      configure: async () => {},
      check: async (_subject, inputs) => ({ inputs, failures: [{ property: "cidrBlock", reason: "no" }] }),
      diff: async () =>
        new Map([
          ["tags.Name", { kind: "update", replaces: false }],
          ["cidrBlock", { kind: "update", replaces: true }],
        ]),
      create: async (subject, inputs) => {
        subjects.push(subject);
        if (inputs.cidrBlock === "bad") throw new Error("InvalidVpc.Range: bad");
        return { id: "vpc-1", outputs: inputs };
      },
      read: async () => undefined,
      update: async (_subject, _old, inputs) => inputs,
      delete: async () => {},
      invoke: async () => ({}),
    };
    running = await serve(provider);
  });
  afterEach(() => {
    for (const client of clients) client.close();
    running.stop();
  });

  it("carries every kind of value there and back, unknown ones too", async () => {
    const properties = { text: "ä", number: 1.5, yes: true, nothing: null, list: [1, { a: "b" }], nested: { deep: [UNKNOWN] } };
    const response = await create(connect(), properties);
    assert.equal(response.getId(), "vpc-1");
    const back = fromStruct(response.getProperties());
    assert.deepEqual(back, properties);
    assert.equal(hasUnknown(back.nested), true);
    assert.equal(hasUnknown(back.list), false);
  });

  it("tells type and logical name from a URN", async () => {
    await create(connect(), {});
    assert.deepEqual(
      subjects.map(({ type, logicalName }) => ({ type, logicalName })),
      [{ type: "aws:ec2/vpc:Vpc", logicalName: "main::with colons" }],
    );
  });

  it("tells provider instances apart by their connection", async () => {
    const [near, far] = [connect(), connect()];
    await configure(near, { region: "eu-central-1", defaultTags: '{"tags":{"a":"b"}}' });
    await configure(far, { region: "eu-west-1" });
    await create(near, {});
    await create(far, {});
    assert.deepEqual(
      subjects.map(({ configuration }) => configuration),
      [{ region: "eu-central-1", defaultTags: { tags: { a: "b" } } }, { region: "eu-west-1" }],
    );
  });

  it("hands a refusal to the engine word for word", async () => {
    await assert.rejects(create(connect(), { cidrBlock: "bad" }), { details: "InvalidVpc.Range: bad" });
    const request = new messages.CheckRequest();
    request.setUrn(URN);
    request.setNews(toStruct({}));
    const client = connect();
    const response = await answer<messages.CheckResponse>((done) => client.check(request, done));
    assert.deepEqual(response.getFailuresList().map((failure) => failure.toObject()), [{ property: "cidrBlock", reason: "no" }]);
  });

  it("tells the engine which path changes and which one replaces", async () => {
    const request = new messages.DiffRequest();
    request.setUrn(URN);
    const client = connect();
    const response = await answer<messages.DiffResponse>((done) => client.diff(request, done));
    assert.deepEqual(response.getReplacesList(), ["cidrBlock"]);
    assert.equal(response.getDetaileddiffMap().get("tags.Name")?.getKind(), messages.PropertyDiff.Kind.UPDATE);
    assert.equal(response.getDetaileddiffMap().get("cidrBlock")?.getKind(), messages.PropertyDiff.Kind.UPDATE_REPLACE);
  });
});
