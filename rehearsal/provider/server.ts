import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { z } from "zod";
import type { PropertyChange, Provider, Subject } from "./provider";
import { fromStruct, isProperties, toStruct, valueSchema } from "./struct";
import type { Properties } from "./struct";

/** A provider that the engine can reach at `127.0.0.1:port`. */
export interface RunningProvider {
  readonly packageName: string;
  readonly port: number;
  stop(): void;
}

/** Properties of a whole production topology go through one message; gRPC's default limit of 4 MiB is the engine's 400 MiB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves a provider over gRPC, the way the engine attaches to a provider that it did not start itself
 * (`PULUMI_DEBUG_PROVIDERS=<package>:<port>`).
 */
export async function serve(provider: Provider): Promise<RunningProvider> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, handlers(provider));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { packageName: provider.packageName, port, stop: () => server.forceShutdown() };
}

/** Answers a call with the result of a promise; a rejection becomes the call's error, its message unchanged. */
function unary<Request, Response>(
  handle: (request: Request, connection: string) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request, call.getPeer()).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
    );
  };
}

/** The parts of a URN that tell a resource. */
export function subjectOf(urn: string, configuration: Properties): Subject {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.split("$").at(-1) ?? "", logicalName: name.join("::"), configuration };
}

/**
 * Provider configuration travels as JSON text wherever a value is not a string, `{ defaultTags: '{"tags":{}}' }`, and, unlike
 * a resource's inputs, with its secrets still in their envelopes.
 */
function unpacked(configuration: Properties): Properties {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, packed]) => {
      const value = isProperties(packed) && packed.value !== undefined ? packed.value : packed;
      if (typeof value !== "string" || !/^[[{]/.test(value)) return [key, value];
      const parsed: unknown = JSON.parse(value);
      return [key, valueSchema.parse(parsed)];
    }),
  );
}

const packageSchema = z.object({ version: z.string() });

/** The simulated provider passes for the one that the SDK was generated from; the engine warns about any other version. */
function sdkVersion(packageName: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(require.resolve(`@pulumi/${packageName}/package.json`), "utf8"))).version;
}

const DIFF_KINDS = {
  add: { stays: messages.PropertyDiff.Kind.ADD, replaces: messages.PropertyDiff.Kind.ADD_REPLACE },
  delete: { stays: messages.PropertyDiff.Kind.DELETE, replaces: messages.PropertyDiff.Kind.DELETE_REPLACE },
  update: { stays: messages.PropertyDiff.Kind.UPDATE, replaces: messages.PropertyDiff.Kind.UPDATE_REPLACE },
} as const;

function diffResponse(changes: ReadonlyMap<string, PropertyChange>): messages.DiffResponse {
  const response = new messages.DiffResponse();
  response.setChanges(
    changes.size === 0 ? messages.DiffResponse.DiffChanges.DIFF_NONE : messages.DiffResponse.DiffChanges.DIFF_SOME,
  );
  response.setHasdetaileddiff(true);
  const roots = new Set<string>();
  const replaces = new Set<string>();
  for (const [path, change] of changes) {
    const root = path.replace(/[.[].*$/s, "");
    roots.add(root);
    if (change.replaces) replaces.add(root);
    const detail = new messages.PropertyDiff();
    detail.setKind(DIFF_KINDS[change.kind][change.replaces ? "replaces" : "stays"]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  response.setDiffsList([...roots]);
  response.setReplacesList([...replaces]);
  return response;
}

function handlers(provider: Provider): grpc.UntypedServiceImplementation {
  // The engine opens one connection for each provider instance of a program (one per region, say) and never says in a
  // later call which instance it means. The connection tells.
  const configurations = new Map<string, Properties>();
  const subject = (urn: string, connection: string) => subjectOf(urn, configurations.get(connection) ?? {});
  return {
    handshake: unary(async () => new messages.ProviderHandshakeResponse()),
    getPluginInfo: unary(async () => {
      const info = new PluginInfo();
      info.setVersion(sdkVersion(provider.packageName));
      return info;
    }),
    attach: unary(async () => new Empty()),
    cancel: unary(async () => {
      provider.cancel?.();
      return new Empty();
    }),
    checkConfig: unary(async (request: messages.CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(async () => diffResponse(new Map())),
    configure: unary(async (request: messages.ConfigureRequest, connection) => {
      const configuration = unpacked(fromStruct(request.getArgs()));
      configurations.set(connection, configuration);
      await provider.configure(configuration);
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: unary(async (request: messages.CheckRequest, connection) => {
      const { inputs, failures } = await provider.check(
        subject(request.getUrn(), connection),
        fromStruct(request.getNews()),
        request.hasOlds() ? fromStruct(request.getOlds()) : undefined,
      );
      const response = new messages.CheckResponse();
      response.setInputs(toStruct(inputs));
      response.setFailuresList(
        failures.map(({ property, reason }) => {
          const failure = new messages.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: unary(async (request: messages.DiffRequest, connection) =>
      diffResponse(
        await provider.diff(
          subject(request.getUrn(), connection),
          { id: request.getId(), outputs: fromStruct(request.getOlds()), inputs: fromStruct(request.getOldInputs()) },
          fromStruct(request.getNews()),
        ),
      ),
    ),
    create: unary(async (request: messages.CreateRequest, connection) => {
      const made = await provider.create(
        subject(request.getUrn(), connection),
        fromStruct(request.getProperties()),
        request.getPreview(),
      );
      const response = new messages.CreateResponse();
      response.setId(made.id);
      response.setProperties(toStruct(made.outputs));
      return response;
    }),
    read: unary(async (request: messages.ReadRequest, connection) => {
      const found = await provider.read(
        subject(request.getUrn(), connection),
        request.getId(),
        fromStruct(request.getInputs()),
        fromStruct(request.getProperties()),
      );
      const response = new messages.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.outputs));
      response.setInputs(toStruct(found.inputs));
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest, connection) => {
      const outputs = await provider.update(
        subject(request.getUrn(), connection),
        { id: request.getId(), outputs: fromStruct(request.getOlds()), inputs: fromStruct(request.getOldInputs()) },
        fromStruct(request.getNews()),
        request.getPreview(),
      );
      const response = new messages.UpdateResponse();
      response.setProperties(toStruct(outputs));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest, connection) => {
      await provider.delete(subject(request.getUrn(), connection), request.getId(), fromStruct(request.getProperties()));
      return new Empty();
    }),
    invoke: unary(async (request: messages.InvokeRequest, connection) => {
      const response = new messages.InvokeResponse();
      response.setReturn(toStruct(await provider.invoke(request.getTok(), fromStruct(request.getArgs()), configurations.get(connection) ?? {})));
      return response;
    }),
  };
}
